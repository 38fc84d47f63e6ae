import { describe, expect, it } from 'vitest';
import { decideClaim, liveClaim, reviewClaimSeconds, withoutClaimOf } from '#domain/kyc/review-claim.ts';
import { sampleNow, sampleReview } from './sample-review.ts';

const seconds = sampleNow.getTime() / 1000;
const claimOf = (staffId: string, endsInSeconds: number) => ({ staffId, endsAtSeconds: seconds + endsInSeconds });
const proposal = { staffId: 'ani', outcome: 'approve', proposedAt: sampleNow.toISOString() } as const;

describe('a claim', () => {
  it.each([
    ['of nobody is given', undefined, 'accepted'],
    ['of one that lapsed this second is given', claimOf('budi', 0), 'accepted'],
    ['of the same reviewer is renewed', claimOf('ani', 5), 'accepted'],
    ['of another is refused until its last second', claimOf('budi', 1), 'review-claimed'],
  ])('%s', (_, claim, expected) => {
    const decision = decideClaim(sampleReview({ claim }), { staffId: 'ani', now: sampleNow });
    expect(decision.outcome === 'refused' ? decision.problem : decision.outcome).toBe(expected);
  });

  it('lasts half an hour and counts the version up, so that of two at once one loses', () => {
    const decision = decideClaim(sampleReview({ claim: undefined }), { staffId: 'ani', now: sampleNow });
    expect(decision).toMatchObject({ result: { version: 5, claim: claimOf('ani', reviewClaimSeconds) } });
    expect(reviewClaimSeconds).toBe(1800);
  });

  it('says when the one of another ends', () => {
    const refused = decideClaim(sampleReview({ claim: claimOf('budi', 90) }), { staffId: 'ani', now: sampleNow });
    expect(refused).toMatchObject({ retryAfterSeconds: 90 });
  });

  it.each(['approved', 'refused', 'resubmission-asked', 'expired'] as const)(
    'is refused on one that is %s',
    (state) => {
      const decision = decideClaim(sampleReview({ state, claim: undefined }), { staffId: 'ani', now: sampleNow });
      expect(decision).toMatchObject({ problem: 'review-state-refused' });
    },
  );

  it('is refused to whoever made the proposal, and given to anybody else', () => {
    const review = sampleReview({ claim: undefined, proposal });
    expect(decideClaim(review, { staffId: 'ani', now: sampleNow })).toMatchObject({
      problem: 'review-second-person-needed',
    });
    expect(decideClaim(review, { staffId: 'budi', now: sampleNow }).outcome).toBe('accepted');
  });

  it('is given back by its holder only', () => {
    const review = sampleReview();
    expect(withoutClaimOf(review, 'budi')).toBeUndefined();
    const given = withoutClaimOf(review, 'ani');
    expect(given).toMatchObject({ version: 5 });
    expect(given && liveClaim(given, sampleNow)).toBeUndefined();
  });
});
