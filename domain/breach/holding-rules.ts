import type { FieldName } from '#catalogue/index.ts';
import { consentHoldingRules } from './consent-holding-rules.ts';
import { exportHoldingRules } from './export-holding-rules.ts';
import { factorHoldingRules } from './factor-holding-rules.ts';
import type { HeldDeposit, HeldDocument, HeldRecords, Period, RecordSource } from './held-records.ts';
import { loginHoldingRules } from './login-holding-rules.ts';
import { policyHoldingRules } from './policy-holding-rules.ts';
import { requestHoldingRules } from './request-holding-rules.ts';

/** When a person's records held a field, and where that is read. */
export interface HoldingRule {
  source?: RecordSource;
  periods: (records: HeldRecords) => readonly Period[];
}

/** A field that no player's records hold: of staff, of nobody yet, or of a register that names nobody. */
type OfNobody = 'of-nobody';

/** Ends with the account (classes identity, activity and support). Who was signed in when is not kept, so it counts as held. */
const untilClosure: HoldingRule = {
  periods: ({ registeredAt, closedAt }) => [{ from: registeredAt, until: closedAt }],
};
const asLongAsContact: HoldingRule = {
  periods: ({ registeredAt, ends }) => [{ from: registeredAt, until: ends.contact }],
};
const asLongAsPayments: HoldingRule = {
  periods: ({ registeredAt, ends }) => [{ from: registeredAt, until: ends.financial }],
};
const inEvidence: HoldingRule = { periods: ({ registeredAt }) => [{ from: registeredAt }] };

const since = (moment: string | undefined, until: string | undefined): Period[] =>
  moment === undefined ? [] : [{ from: moment, until }];

const identityNumber: HoldingRule = {
  source: 'identity-number',
  periods: ({ identityNumberSince, ends }) => since(identityNumberSince, ends.kyc),
};

const ofDocuments = (periodsOf: (document: HeldDocument, kycEnd: string | undefined) => Period[]): HoldingRule => ({
  source: 'documents',
  periods: ({ documents, ends }) => documents.flatMap((document) => periodsOf(document, ends.kyc)),
});

/**
 * The bytes of a document: from their upload, which the slot precedes, until the intake refused and deleted them. What a
 * reviewer refused is kept, because it shows what the decision rests on.
 */
const documentBytes = (kinds: readonly HeldDocument['kind'][]): HoldingRule =>
  ofDocuments(({ kind, state, offeredAt, claimedAt, decidedAt, reviewedAt }, kycEnd) => {
    if (!kinds.includes(kind) || claimedAt === undefined) return [];
    return [{ from: offeredAt, until: state === 'refused' && reviewedAt === undefined ? decidedAt : kycEnd }];
  });

/** What hangs on the version that was uploaded, which is deleted when the document is decided. */
const uploadedVersion = ofDocuments(({ offeredAt, claimedAt, decidedAt }) =>
  claimedAt === undefined ? [] : [{ from: offeredAt, until: decidedAt }],
);
const documentRecord = ofDocuments(({ offeredAt }, kycEnd) => [{ from: offeredAt, until: kycEnd }]);
const arrivedDocument = ofDocuments(({ claimedAt }, kycEnd) => since(claimedAt, kycEnd));
const documentDecision = ofDocuments(({ decidedAt }, kycEnd) => since(decidedAt, kycEnd));
/** What a review holds: only of documents that came that far. */
const review = ofDocuments(({ state, decidedAt, reviewedAt }, kycEnd) =>
  state === 'refused' && reviewedAt === undefined ? [] : since(decidedAt, kycEnd),
);
const reviewDecision = ofDocuments(({ reviewedAt }, kycEnd) => since(reviewedAt, kycEnd));
/** The due-diligence set is kept at approval and outlives the account with the kyc class. */
const verifiedIdentity = ofDocuments(({ kind, state, reviewedAt }, kycEnd) =>
  kind === 'identity-document' && (state === 'approved' || state === 'expired') ? since(reviewedAt, kycEnd) : [],
);
const documentRefusal = ofDocuments(({ state, decidedAt, reviewedAt }, kycEnd) =>
  state === 'refused' || state === 'resubmission-asked' ? since(reviewedAt ?? decidedAt, kycEnd) : [],
);

const ofDeposits = (periodsOf: (deposit: HeldDeposit, financialEnd: string | undefined) => Period[]): HoldingRule => ({
  source: 'deposits',
  periods: ({ deposits, ends }) => deposits.flatMap((deposit) => periodsOf(deposit, ends.financial)),
});

const anyDeposit = ofDeposits(({ startedAt }, end) => [{ from: startedAt, until: end }]);
const settledDeposit = ofDeposits(({ settledAt }, end) => since(settledAt, end));
const creditedDeposit = ofDeposits(({ isCredited, settledAt }, end) => (isCredited ? since(settledAt, end) : []));
const confirmedTransfer = ofDeposits(({ hasTransferConfirmation, settledAt }, end) =>
  hasTransferConfirmation ? since(settledAt, end) : [],
);
const bankAccount = ofDeposits(({ hasBankAccount, settledAt }, end) => (hasBankAccount ? since(settledAt, end) : []));

const dayMilliseconds = 86_400_000;
const dayAfter = (moment: string) => new Date(Date.parse(moment) + dayMilliseconds).toISOString();
/** The fingerprint of a command is forgotten a day after it. */
const depositCommand = ofDeposits(({ startedAt }) => [{ from: startedAt, until: dayAfter(startedAt) }]);
/** Counted for the day of the offer and gone after it. */
const offersOfDay = ofDocuments(({ offeredAt }) => [{ from: offeredAt, until: dayAfter(offeredAt) }]);
const leaving: HoldingRule = {
  periods: ({ isLeaving, registeredAt, ends }) => (isLeaving ? [{ from: registeredAt, until: ends.contact }] : []),
};

/**
 * Which records hold which field: whoever has none of them did not have the field, and is not told that it leaked (C70).
 * A field without a rule does not compile.
 */
const holdingRules: Readonly<Record<FieldName, HoldingRule | OfNobody>> = {
  playerId: asLongAsContact,
  email: asLongAsContact,
  emailIndex: untilClosure,
  addressName: asLongAsContact,
  fullName: untilClosure,
  birthDate: untilClosure,
  phone: untilClosure,
  phoneIndex: untilClosure,
  accountNumber: untilClosure,
  accountNumberIndex: untilClosure,
  passwordHash: untilClosure,
  ...factorHoldingRules({ untilClosure }),
  ...requestHoldingRules({ untilClosure }),
  jurisdiction: asLongAsContact,
  language: asLongAsContact,
  noticeHash: asLongAsContact,
  transferConsent: { periods: ({ transferConsentAt, ends }) => since(transferConsentAt, ends.contact) },
  ...consentHoldingRules({ asLongAsContact }),
  registrationTime: asLongAsContact,
  /** Gone when the account is made; who never verified an address is no player. */
  registrationEnd: 'of-nobody',
  ...policyHoldingRules({ asLongAsContact }),
  sessionsValidFrom: asLongAsContact,
  accountState: asLongAsContact,
  closureRequestTime: leaving,
  plannedClosureTime: leaving,
  closureTime: { periods: ({ closedAt, ends }) => since(closedAt, ends.contact) },
  sessionId: untilClosure,
  sessionSecretHash: untilClosure,
  refreshFamilyHash: untilClosure,
  refreshSecretHash: untilClosure,
  replacedRefreshHash: untilClosure,
  sessionRefreshTime: untilClosure,
  sessionKeptTime: untilClosure,
  sessionProofTime: untilClosure,
  accessTokenEnd: untilClosure,
  sessionIdleEnd: untilClosure,
  loginTime: untilClosure,
  sessionEnd: untilClosure,
  deviceKind: untilClosure,
  ...loginHoldingRules({ untilClosure, asLongAsContact }),
  withdrawalHold: asLongAsContact,
  withdrawalFreeze: asLongAsContact,
  /** Which change was open when is not kept, so it counts as held. */
  newEmail: untilClosure,
  previousEmail: untilClosure,
  emailChangeRequestTime: untilClosure,
  emailChangeTime: untilClosure,
  identityNumber,
  identityNumberIndex: identityNumber,
  identityDocument: documentBytes(['identity-document']),
  proofOfAddress: documentBytes(['proof-of-address']),
  documentHash: documentBytes(['identity-document', 'proof-of-address']),
  documentId: documentRecord,
  documentKind: documentRecord,
  documentMediaType: documentRecord,
  documentByteCount: documentRecord,
  documentState: documentRecord,
  documentReason: documentRefusal,
  documentScanResult: uploadedVersion,
  documentTime: documentRecord,
  documentClaimTime: arrivedDocument,
  documentVersion: arrivedDocument,
  documentLaterVersions: arrivedDocument,
  uploadSlotEnd: documentRecord,
  openUploadSlots: documentRecord,
  dailyUploadSlots: offersOfDay,
  identityNumberTime: identityNumber,
  identityNumberHolder: identityNumber,
  identityNumberShared: identityNumber,
  documentDecisionTime: documentDecision,
  documentReviewTime: reviewDecision,
  reviewState: review,
  reviewTime: review,
  reviewVersion: review,
  reviewBand: review,
  riskSignals: review,
  reviewClaim: review,
  reviewProposal: review,
  reviewApproval: reviewDecision,
  reviewDecisionTime: reviewDecision,
  reviewers: reviewDecision,
  reviewReason: reviewDecision,
  verifiedName: verifiedIdentity,
  verifiedBirthDate: verifiedIdentity,
  verificationOutcome: verifiedIdentity,
  verifiedDocumentKinds: verifiedIdentity,
  verifiedDocumentEnd: verifiedIdentity,
  screeningOutcome: review,
  screeningScore: review,
  screeningMatches: review,
  screeningListVersion: review,
  screeningTime: review,
  screeningClearance: review,
  /** Names third persons, who are no players. */
  listedPerson: 'of-nobody',
  depositId: anyDeposit,
  depositAmount: anyDeposit,
  depositCurrency: anyDeposit,
  depositMethod: anyDeposit,
  depositTime: anyDeposit,
  depositDeadline: anyDeposit,
  depositSettlementTime: settledDeposit,
  depositState: anyDeposit,
  depositProcessor: anyDeposit,
  depositCount: anyDeposit,
  depositTotal: anyDeposit,
  paymentReference: anyDeposit,
  transferConfirmation: confirmedTransfer,
  bankAccount,
  walletLink: asLongAsPayments,
  balance: asLongAsPayments,
  ledgerEntry: creditedDeposit,
  ledgerEntryTime: creditedDeposit,
  /** Nobody knows yet whose it is. */
  unmatchedConfirmation: 'of-nobody',
  unmatchedTime: 'of-nobody',
  /** Kept under the processor's message, which names no player. */
  webhookHash: 'of-nobody',
  commandHash: depositCommand,
  /** Made for a registration or a recovery and gone with it. */
  mailTokenHash: 'of-nobody',
  ...exportHoldingRules({ untilClosure }),
  mailKind: asLongAsContact,
  mailState: asLongAsContact,
  mailTime: asLongAsContact,
  /** Who was on an earlier list is known per breach and not per person. */
  breachExposedFields: 'of-nobody',
  breachNoticeState: 'of-nobody',
  heldSince: asLongAsContact,
  auditAction: inEvidence,
  auditActor: inEvidence,
  erasureTime: { periods: ({ closedAt }) => since(closedAt, undefined) },
  staffId: 'of-nobody',
  staffApprovals: 'of-nobody',
  staffEmailIndex: 'of-nobody',
  staffRoles: 'of-nobody',
  staffState: 'of-nobody',
};

/** The rule of a field; undefined when players cannot have it. */
export function holdingRuleOf(field: FieldName): HoldingRule | undefined {
  const rule = holdingRules[field];
  return rule === 'of-nobody' ? undefined : rule;
}

/** Every field that has a rule, which is every field of the catalogue. */
export const ruledFields = (): FieldName[] => Object.keys(holdingRules) as FieldName[];
