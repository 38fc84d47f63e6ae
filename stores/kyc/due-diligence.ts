import type { DocumentKind } from '#domain/kyc/document.ts';
import type { Review } from '#domain/kyc/review.ts';
import type { Write } from '../commitment.ts';
import { sealField, type SubjectKey } from '../sealing.ts';
import { setting } from '../settings.ts';

/** Who a person was found to be, in the clear, on the way to be sealed. */
export interface VerifiedIdentity {
  fullName: string;
  birthDate: string;
  identityNumber: string;
  documentKinds: readonly DocumentKind[];
}

/**
 * The due-diligence set of a person: what anti-money-laundering law has kept for years after the account has ended, and
 * `identity` with it.
 */
export interface DueDiligence {
  /** The write that keeps the set of an approval, sealed under the player's kyc key; it replaces the one before. */
  keeping(key: SubjectKey<'kyc'>, verified: VerifiedIdentity, review: Review): Write;
}

/** Opens the store of due-diligence sets. Needs `TABLE_KYC`. */
export function openDueDiligence(): DueDiligence {
  return {
    keeping(key, { fullName, birthDate, identityNumber, documentKinds }, { approval, decidedAt, reviewers }) {
      const recordId = key.subjectId;
      const Item = {
        pk: recordId,
        sk: 'due-diligence',
        schemaVersion: 1,
        verifiedName: sealField(key, { field: 'verifiedName', recordId }, fullName),
        verifiedBirthDate: sealField(key, { field: 'verifiedBirthDate', recordId }, birthDate),
        identityNumber: sealField(key, { field: 'identityNumber', recordId }, identityNumber),
        outcome: 'approved',
        documentKinds,
        documentExpiresOn: approval?.documentExpiresOn,
        decidedAt,
        reviewers,
      };
      return { Put: { TableName: setting('TABLE_KYC'), Item } };
    },
  };
}
