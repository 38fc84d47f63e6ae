import { accepted, type Accepted } from '#domain/decision.ts';

/** What to do with the look-up of a number: one open account holds it, and that is the first. */
export interface IdentityRecording {
  /** Whether this account becomes the holder of the number. */
  claim: boolean;
  /** Whether another open account holds it: the reviewer is told, the player is not. */
  shared: boolean;
  /** Whether the account lets go of the number that it gave before. */
  release: boolean;
}

/**
 * Decides about a government ID number that a player gives. Whether somebody else gave it before changes nothing that
 * the player could see: it is written down for the people who review.
 * @param current what the account gave before, by blind index
 * @param holder the account that holds the number now
 */
export function decideIdentityRecording(
  playerId: string,
  given: { indexValue: string; holder: string | undefined },
  current: { indexValue: string; holds: boolean } | undefined,
): Accepted<IdentityRecording> {
  const shared = given.holder !== undefined && given.holder !== playerId;
  const recording = {
    claim: given.holder === undefined,
    shared,
    release: current !== undefined && current.holds && current.indexValue !== given.indexValue,
  };
  return accepted(recording, {
    audit: [
      {
        action: 'identity-number-recorded',
        noun: 'player',
        nounId: playerId,
        subjectId: playerId,
        context: { shared: shared ? 'yes' : 'no' },
      },
    ],
    // Who is compared already is compared again, by the number too.
    events: [{ type: 'identity-number-recorded', subjectId: playerId }],
  });
}
