// POST /v1/staff/kyc/{playerId}/claims
import { refused } from '#domain/decision.ts';
import { decideClaim } from '#domain/kyc/review-claim.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openIdentities, type Identities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findReview } from './find-review.ts';
import { claimReviewContract } from './review-contract.ts';

/** The stores that claiming a review uses. */
export interface ClaimReviewStores {
  identities: Pick<Identities, 'find'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  staff: StaffMembers;
}

/** Takes a review in hand. Of two who claim at once one wins; the other is told on the second reading. */
export function claimReview(stores: ClaimReviewStores): HttpHandler {
  return staffHttp(claimReviewContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const found = await findReview(stores, caller, path.playerId);
    if (found.outcome === 'refused') return found;
    if (found.account.state !== 'open') return refused('review-state-refused');
    const decision = decideClaim(found.review, { staffId: caller.staffId, now });
    if (decision.outcome === 'refused') return decision;
    const { result: review, audit } = decision;
    const writes = [stores.reviews.saving(review, found.stored), whileOpen(path.playerId)];
    await stores.ledger.commit({ writes, audit, actor, now });
    const claimEndsAt = new Date(review.claim.endsAtSeconds * 1000).toISOString();
    return answer(200, { version: review.version, claimEndsAt });
  });
}

export const handler = claimReview({
  identities: openIdentities(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  staff: openStaffMembers(),
});
