// GET /v1/staff/kyc
import { liveClaim } from '#domain/kyc/review-claim.ts';
import { riskOf, type Review } from '#domain/kyc/review.ts';
import { riskBands } from '#domain/kyc/risk.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { isOwnAccount, type StaffCaller } from '#functions/edge/caller.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { type QueuePlace, writeQueueCursor } from './queue-cursor.ts';
import { listReviewsContract } from './review-contract.ts';

/** The stores that listing reviews uses. */
export interface ListReviewsStores {
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'waiting'>;
  staff: StaffMembers;
}

/** Lists what waits. Who looked is written down before the answer leaves. */
export function listReviews(stores: ListReviewsStores): HttpHandler {
  return staffHttp(listReviewsContract, stores, async ({ command: { query }, caller, now, actor }) => {
    const page = await readPage(stores.reviews, query.cursor ?? { band: riskBands[0] }, query.limit);
    const concerned = await Promise.all(page.reviews.map((review) => isListed(stores.players, caller, review)));
    const reviews = page.reviews.filter((_, at) => concerned[at]).map((review) => represented(review, now));
    const context = { count: reviews.length };
    const audit = [{ action: 'review-queue-read', noun: 'review', nounId: 'queue', context }];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    return answer(200, { reviews, ...(page.next === undefined ? {} : { cursor: writeQueueCursor(page.next) }) });
  });
}

/** One page across the bands; `next` is absent when nothing waits behind it. */
async function readPage(
  reviews: Pick<Reviews, 'waiting'>,
  from: QueuePlace,
  limit: number,
): Promise<{ reviews: Review[]; next: QueuePlace | undefined }> {
  const found: Review[] = [];
  for (const band of riskBands.slice(riskBands.indexOf(from.band))) {
    const wanted = limit - found.length;
    const after = band === from.band ? from.after : undefined;
    if (wanted === 0) return { reviews: found, next: { band } };
    const more = await reviews.waiting(band, { after, limit: wanted + 1 });
    found.push(...more.slice(0, wanted));
    const last = found.at(-1);
    if (more.length > wanted && last !== undefined) return { reviews: found, next: { band, after: last } };
  }
  return { reviews: found, next: undefined };
}

/** Whoever closes their account leaves the queue, and nobody sees themselves in it. */
async function isListed(players: Pick<Players, 'read'>, caller: StaffCaller, { playerId }: Review): Promise<boolean> {
  const account = await players.read(playerId);
  return account.state === 'open' && !isOwnAccount(caller, account);
}

function represented(review: Review, now: Date) {
  const { playerId, state, waitingSince, proposal } = review;
  return {
    playerId,
    state,
    waitingSince,
    ...riskOf(review),
    isClaimed: liveClaim(review, now) !== undefined,
    awaitsSecondReviewer: proposal !== undefined,
  };
}

export const handler = listReviews({
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  staff: openStaffMembers(),
});
