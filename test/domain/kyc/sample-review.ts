import type { DocumentRecord } from '#domain/kyc/document.ts';
import type { ReviewCircumstances } from '#domain/kyc/review-command.ts';
import type { Review } from '#domain/kyc/review.ts';

/** The present of the samples. */
export const sampleNow = new Date('2026-11-25T09:00:00.000Z');

/** A document in review unless said otherwise. */
export const sampleDocument = (changes: Partial<DocumentRecord> = {}): DocumentRecord => ({
  playerId: 'p'.repeat(26),
  documentId: 'd'.repeat(26),
  kind: 'identity-document',
  mediaType: 'image/jpeg',
  byteCount: 1000,
  state: 'in-review',
  offeredAt: '2026-11-24T09:00:00.000Z',
  slotEndsAtSeconds: 0,
  versionId: 'v1',
  ...changes,
});

/** A review that `ani` has in hand unless said otherwise. */
export const sampleReview = (changes: Partial<Review> = {}): Review => ({
  playerId: 'p'.repeat(26),
  state: 'in-review',
  version: 4,
  waitingSince: '2026-11-24T09:00:00.000Z',
  signals: [],
  claim: { staffId: 'ani', endsAtSeconds: sampleNow.getTime() / 1000 + 60 },
  ...changes,
});

/** An open account with one document and a number, about which `ani` decides, unless said otherwise. */
export const sampleCircumstances = (changes: Partial<ReviewCircumstances> = {}): ReviewCircumstances => ({
  staffId: 'ani',
  accountState: 'open',
  documents: [sampleDocument()],
  identityNumber: 'recorded',
  now: sampleNow,
  ...changes,
});
