import type { DocumentMediaType } from './media-type.ts';
import type { RefusalReason } from './refusal-reason.ts';
import type { ReviewReason } from './review-reason.ts';

/** What a document proves: who somebody is (C14), or where they live (C15). */
export const documentKinds = ['identity-document', 'proof-of-address'] as const;

/** What a document proves. */
export type DocumentKind = (typeof documentKinds)[number];

/**
 * Where a document is on its way. It moves `awaiting-upload -> scanning -> in-review | refused`; a slot that nobody
 * used goes from `awaiting-upload` to `refused`. A reviewer moves it from `in-review` to `approved`, `refused` or
 * `resubmission-asked`; an approved one becomes `expired` on the date that stands on it. Every write states the state that
 * it comes from.
 */
export const documentStates = [
  'awaiting-upload',
  'scanning',
  'in-review',
  'approved',
  'refused',
  'resubmission-asked',
  'expired',
] as const;

/** Where a document is on its way. */
export type DocumentState = (typeof documentStates)[number];

/** Whose earlier document had the same bytes: the reviewer is told, the player is not. */
export type DuplicateOwner = 'same-player' | 'another-player';

/**
 * Limits of uploads: bytes of one file, slots waiting for one, slots offered on one day (UTC), and documents waiting for a
 * reviewer, whom more of them would only keep from deciding.
 */
export const uploadLimits = {
  fileBytesMax: 10 * 1024 * 1024,
  openSlotsMax: 5,
  offersPerDayMax: 20,
  inReviewMax: 20,
} as const;

/** How long a form may be posted after it was signed; S3 refuses it afterwards. */
export const uploadSlotSeconds = 10 * 60;

/** How long after the end of a slot the sweep looks at it: an upload begun in time may still be on its way. */
export const slotGraceSeconds = 5 * 60;

/** How long an intake may take before its message is sent once more. */
export const intakePatienceSeconds = 15 * 60;

/** What is known of one document; its bytes are elsewhere. */
export interface DocumentRecord {
  playerId: string;
  documentId: string;
  kind: DocumentKind;
  mediaType: DocumentMediaType;
  /** Bytes announced by the client, and the only length that the form accepts. */
  byteCount: number;
  state: DocumentState;
  /** RFC 3339. */
  offeredAt: string;
  slotEndsAtSeconds: number;
  /** The one version of the uploaded object that counts; later ones are deleted. */
  versionId?: string | undefined;
  /** How many versions arrived beyond the one that counts. */
  laterVersionCount?: number | undefined;
  claimedAt?: string | undefined;
  /** When the intake decided. */
  decidedAt?: string | undefined;
  /** When a reviewer decided. */
  reviewedAt?: string | undefined;
  reason?: RefusalReason | ReviewReason | undefined;
}
