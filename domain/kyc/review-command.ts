import type { DocumentRecord } from './document.ts';
import type { ReviewOutcome } from './review.ts';
import type { ReviewReason } from './review-reason.ts';

/** What a reviewer says of one document, where it differs from what they say of the whole. */
export interface DocumentVerdict {
  documentId: string;
  outcome: ReviewOutcome;
  reason?: ReviewReason | undefined;
}

/** A reviewer's decision as it arrives. */
export interface ReviewCommand {
  /** The version that the reviewer was shown. */
  version: number;
  outcome: ReviewOutcome;
  reason?: ReviewReason | undefined;
  /** ISO 8601 date; null says that the document names none. */
  documentExpiresOn?: string | null | undefined;
  documents?: readonly DocumentVerdict[] | undefined;
}

/** What a decision is made about, as it is now. */
export interface ReviewCircumstances {
  staffId: string;
  accountState: 'open' | 'closing' | 'closed';
  documents: readonly DocumentRecord[];
  /** Whether the player gave a government ID number. */
  identityNumber: 'missing' | 'recorded';
  now: Date;
}

/** The state that a document gets, and why. */
export interface ReviewedDocument {
  document: DocumentRecord;
  state: 'approved' | 'refused' | 'resubmission-asked';
  reason?: ReviewReason | undefined;
}
