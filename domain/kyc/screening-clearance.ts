import { accepted, type Decision, refused } from '#domain/decision.ts';
import type { ClearanceConclusion, Screening } from './screening.ts';

/** What a reviewer concludes about the hit that they were shown. */
export interface GivenClearance {
  /** RFC 3339: the screening that they saw. */
  screenedAt: string;
  conclusion: ClearanceConclusion;
  /** Reference of the case in which the conclusion is explained. */
  caseReference: string;
  staffId: string;
  now: Date;
}

/**
 * Decides about a conclusion. Only the possible hit that the reviewer saw can be concluded about: a later comparison, or
 * somebody else's conclusion, asks them to look again.
 */
export function decideClearance(screening: Screening, given: GivenClearance): Decision<Screening> {
  const { outcome, listVersion, score, matchCount, clearance, playerId } = screening;
  if (screening.screenedAt !== given.screenedAt)
    return refused('state-changed', { detail: 'The player was compared again since.' });
  if (outcome !== 'possible' || listVersion === undefined)
    return refused('state-changed', { detail: 'This comparison shows no possible hit.' });
  if (clearance !== undefined)
    return refused('state-changed', { detail: 'Somebody has concluded about this hit already.' });
  const { conclusion, caseReference, staffId, now } = given;
  const reviewedAt = now.toISOString();
  return accepted(
    {
      ...screening,
      clearance: { conclusion, listVersion, score, matchCount, staffId, reviewedAt, caseReference },
    },
    {
      audit: [
        {
          action: 'screening-reviewed',
          noun: 'player',
          nounId: playerId,
          subjectId: playerId,
          context: { conclusion, listVersion, caseReference },
        },
      ],
    },
  );
}
