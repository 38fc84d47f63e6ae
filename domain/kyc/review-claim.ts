import { accepted, refused, type AuditEntry, type Decision } from '../decision.ts';
import type { Review, ReviewClaim } from './review.ts';

/** How long a reviewer has a review to themselves; claiming again begins anew. */
export const reviewClaimSeconds = 30 * 60;

/** The claim that holds at a moment; undefined when there is none or it has lapsed. */
export function liveClaim({ claim }: Pick<Review, 'claim'>, now: Date): ReviewClaim | undefined {
  return claim !== undefined && claim.endsAtSeconds * 1000 > now.getTime() ? claim : undefined;
}

/** The audit entry of a step of a review. The context holds codes and opaque ids only. */
export function reviewAudit(
  playerId: string,
  action: `review-${string}`,
  context?: Readonly<Record<string, string | number>>,
): AuditEntry {
  const entry = { action, noun: 'review', nounId: playerId, subjectId: playerId };
  return context === undefined ? entry : { ...entry, context };
}

/**
 * Decides whether a reviewer may take a review in hand: one at a time, for half an hour. Whoever made the proposal that
 * waits for a second person leaves it to that person.
 */
export function decideClaim(
  review: Review,
  { staffId, now }: { staffId: string; now: Date },
): Decision<Review & { claim: ReviewClaim }> {
  if (review.state !== 'in-review') return refused('review-state-refused');
  if (review.proposal?.staffId === staffId) return refused('review-second-person-needed');
  const live = liveClaim(review, now);
  if (live !== undefined && live.staffId !== staffId)
    return refused('review-claimed', {
      retryAfterSeconds: Math.ceil(live.endsAtSeconds - now.getTime() / 1000),
    });
  const claim = { staffId, endsAtSeconds: Math.floor(now.getTime() / 1000) + reviewClaimSeconds };
  const audit = [reviewAudit(review.playerId, live === undefined ? 'review-claimed' : 'review-claim-renewed')];
  return accepted({ ...review, version: review.version + 1, claim }, { audit });
}

/** The review without a reviewer's own claim; undefined when they have none, so that there is nothing to give back. */
export function withoutClaimOf(review: Review, staffId: string): Review | undefined {
  if (review.claim?.staffId !== staffId) return undefined;
  return { ...review, version: review.version + 1, claim: undefined };
}
