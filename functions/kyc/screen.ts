// Queue `kyc-screening`: after an accepted document, and when the list has changed
import * as z from 'zod';
import { withScreening } from '#domain/kyc/review.ts';
import {
  screeningAfter,
  type ScreenedPerson,
  type ScreeningResult,
  type ScreeningService,
  standingOutcomeOf,
} from '#domain/kyc/screening.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import { KeyEnded, NotFound, Unavailable } from '#stores/failures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { type Identities, openIdentities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openScreenings, type Screenings } from '#stores/kyc/screenings.ts';
import { openScreeningService } from '#stores/kyc/screening-service.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { unsealField } from '#stores/sealing.ts';

/** Outbox event or page of a job: whom to compare, and nothing about them. */
const messageSchema = z.object({ subjectId: z.string() });

/** So many times a source that does not answer is asked; then the outcome stays `error`, and two reviewers look. */
const attemptsMax = 3;

/** The stores that comparing a player uses. */
export interface ScreenStores {
  identities: Pick<Identities, 'find'>;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  screenings: Screenings;
  service: Pick<ScreeningService, 'check'>;
}

/**
 * Compares a player with lists of fraudsters and keeps what was found for the people who review. The player is not told,
 * whatever it is: the law forbids it.
 */
export function screen(stores: ScreenStores): QueueHandler {
  return queueHandler(messageSchema, async ({ subjectId }, work) => {
    // Before their first document was accepted there is nothing to prove; that event comes here too.
    if ((await stores.reviews.find(subjectId)) === undefined) return;
    const person = await personOf(stores, subjectId, work.now);
    if (person === undefined) return;
    const result = await check(stores.service, { person, work });
    await keep(stores, { playerId: subjectId, result }, work);
    if (result.failure === 'unreachable' && work.receiveCount < attemptsMax) throw new Unavailable('Screening');
  });
}

/** What is compared of an open account; undefined when there is none any more. */
async function personOf(stores: ScreenStores, playerId: string, now: Date): Promise<ScreenedPerson | undefined> {
  try {
    const account = await stores.players.read(playerId);
    const { state, fullName, birthDate } = account;
    if (state !== 'open' || fullName === undefined || birthDate === undefined) return undefined;
    const key = await stores.keys.open(playerId, 'identity', now);
    const identity = await stores.identities.find(playerId);
    return {
      name: unsealField(key, { field: 'fullName', recordId: playerId }, fullName),
      birthDate: unsealField(key, { field: 'birthDate', recordId: playerId }, birthDate),
      identityHash: identity?.identityNumberIndex,
    };
  } catch (error) {
    if (error instanceof NotFound || error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/** A store of ours that does not answer is a source that does not answer: the review must know. */
async function check(
  service: ScreenStores['service'],
  { person, work }: { person: ScreenedPerson; work: Work },
): Promise<ScreeningResult> {
  try {
    return await service.check(person, work.now);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { outcome: 'error', score: 0, matchCount: 0, failure: 'unreachable' };
  }
}

async function keep(
  stores: ScreenStores,
  { playerId, result }: { playerId: string; result: ScreeningResult },
  { actor, now }: Work,
): Promise<void> {
  const [seen, review] = await Promise.all([stores.screenings.find(playerId), stores.reviews.find(playerId)]);
  const next = screeningAfter(seen, { playerId, result, now });
  const outcome = standingOutcomeOf(next);
  const reviewed = review && withScreening(review, { outcome, now });
  const { score, matchCount, listVersion = 'none' } = next;
  // Said before it is kept: a hit that is said twice is better than one whose alarm was lost.
  tell({ playerId, result, hadApproval: review?.approval !== undefined }, outcome);
  await stores.ledger.commit({
    writes: [
      whileOpen(playerId),
      stores.screenings.saving(next, seen),
      ...(reviewed === undefined || reviewed === review ? [] : [stores.reviews.saving(reviewed, review)]),
    ],
    audit: [
      {
        action: 'player-screened',
        noun: 'player',
        nounId: playerId,
        subjectId: playerId,
        context: { outcome: result.outcome, score, matchCount, listVersion },
      },
    ],
    actor,
    now,
  });
}

/** What people must hear of: codes and ids, nothing of who is on a list. */
function tell(
  { playerId, result, hadApproval }: { playerId: string; result: ScreeningResult; hadApproval: boolean },
  outcome: ScreeningResult['outcome'],
): void {
  const { failure, unreadableRowCount = 0 } = result;
  if (unreadableRowCount > 0) logEvent('SCREENING_ROWS_UNREADABLE', { count: unreadableRowCount });
  if (failure !== undefined) logEvent('SCREENING_FAILED', { subjectId: playerId, state: failure });
  if (!hadApproval) return;
  if (outcome === 'confirmed') logEvent('SCREENING_HIT', { subjectId: playerId });
  if (outcome === 'possible') logEvent('SCREENING_POSSIBLE', { subjectId: playerId });
}

export const handler = screen({
  identities: openIdentities(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  screenings: openScreenings(),
  service: openScreeningService(),
});
