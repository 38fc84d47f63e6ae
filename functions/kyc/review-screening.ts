// POST /v1/staff/kyc/{playerId}/screening-reviews
import { withScreening } from '#domain/kyc/review.ts';
import { decideClearance } from '#domain/kyc/screening-clearance.ts';
import { standingOutcomeOf } from '#domain/kyc/screening.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { NotFound } from '#stores/failures.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openScreenings, type Screenings } from '#stores/kyc/screenings.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { reviewScreeningContract } from './contract.ts';

/** The stores that a conclusion about a possible hit uses. */
export interface ReviewScreeningStores {
  ledger: Ledger;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  screenings: Screenings;
  staff: StaffMembers;
}

/** Takes what a compliance officer concludes about a possible hit: for the version of the list that showed it. */
export function reviewScreening(stores: ReviewScreeningStores): HttpHandler {
  return staffHttp(reviewScreeningContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const { playerId } = path;
    const [seen, review] = await Promise.all([stores.screenings.find(playerId), stores.reviews.find(playerId)]);
    if (seen === undefined) throw new NotFound('screening');
    const decision = decideClearance(seen, { ...body, staffId: caller.staffId, now });
    if (decision.outcome === 'refused') return decision;
    const outcome = standingOutcomeOf(decision.result);
    const reviewed = review && withScreening(review, { outcome, now });
    // Said before it is kept: a hit that is said twice is better than one whose alarm was lost.
    if (outcome === 'confirmed' && review?.approval !== undefined) logEvent('SCREENING_HIT', { subjectId: playerId });
    const writes = [
      stores.screenings.saving(decision.result, seen),
      ...(reviewed === undefined || reviewed === review ? [] : [stores.reviews.saving(reviewed, review)]),
    ];
    await stores.ledger.commit({ writes, audit: decision.audit, actor, now });
    return answer(204, null);
  });
}

export const handler = reviewScreening({
  ledger: openLedger(),
  reviews: openReviews(),
  screenings: openScreenings(),
  staff: openStaffMembers(),
});
