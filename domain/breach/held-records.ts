import type { DocumentState } from '../kyc/document.ts';

/** A time during which something was held; without end it still is. Moments are RFC 3339 in UTC with milliseconds. */
export interface Period {
  from: string;
  until?: string | undefined;
}

/** A document that a player announced, as far as it says what was held when. */
export interface HeldDocument {
  kind: 'identity-document' | 'proof-of-address';
  state: DocumentState;
  offeredAt: string;
  /** When its bytes were taken in; absent when none ever came. */
  claimedAt?: string | undefined;
  decidedAt?: string | undefined;
  /** When a reviewer decided; absent while it waits, or when the intake itself refused it. */
  reviewedAt?: string | undefined;
}

/** A deposit, as far as it says what was held when. */
export interface HeldDeposit {
  startedAt: string;
  settledAt?: string | undefined;
  isCredited: boolean;
  hasTransferConfirmation: boolean;
  hasBankAccount: boolean;
}

/** When the retained classes of a closed account end; undefined while it is not closed. */
export interface RetentionEnds {
  contact?: string | undefined;
  kyc?: string | undefined;
  financial?: string | undefined;
}

/** Which records the platform has, or had, of one person. No values: only that and when. */
export interface HeldRecords {
  registeredAt: string;
  isLeaving: boolean;
  closedAt?: string | undefined;
  ends: RetentionEnds;
  transferConsentAt?: string | undefined;
  identityNumberSince?: string | undefined;
  documents: readonly HeldDocument[];
  deposits: readonly HeldDeposit[];
}

/** Where the records behind a field are read from, beside the account itself. */
export type RecordSource = 'documents' | 'identity-number' | 'deposits';
