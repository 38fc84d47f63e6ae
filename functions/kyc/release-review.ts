// DELETE /v1/staff/kyc/{playerId}/claims
import { reviewAudit, withoutClaimOf } from '#domain/kyc/review-claim.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openIdentities, type Identities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findReview } from './find-review.ts';
import { releaseReviewContract } from './review-contract.ts';

/** The stores that giving a review back uses. */
export interface ReleaseReviewStores {
  identities: Pick<Identities, 'find'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  staff: StaffMembers;
}

/** Gives a review back, so that another reviewer need not wait. Where there is no own claim, nothing changes. */
export function releaseReview(stores: ReleaseReviewStores): HttpHandler {
  return staffHttp(releaseReviewContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const found = await findReview(stores, caller, path.playerId);
    if (found.outcome === 'refused') return found;
    const released = withoutClaimOf(found.review, caller.staffId);
    if (released === undefined) return answer(204, null);
    await stores.ledger.commit({
      writes: [stores.reviews.saving(released, found.stored)],
      audit: [reviewAudit(path.playerId, 'review-released')],
      actor,
      now,
    });
    return answer(204, null);
  });
}

export const handler = releaseReview({
  identities: openIdentities(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  staff: openStaffMembers(),
});
