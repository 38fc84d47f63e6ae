import { accepted, refused, type AuditEntry, type Decision, type Refused } from '../decision.ts';
import type { DocumentRecord } from './document.ts';
import { refuseApproval } from './review-approval.ts';
import { liveClaim, reviewAudit } from './review-claim.ts';
import type { ReviewCircumstances, ReviewCommand, ReviewedDocument } from './review-command.ts';
import type { ReviewReason } from './review-reason.ts';
import { needsSecondPerson, type Review, type ReviewOutcome, type ReviewState } from './review.ts';

/** More documents in review than this are not decided at once: each takes two of the 100 items of a transaction. */
export const documentsDecidedMax = 40;

/** What a decision leads to: a proposal that waits for a second person, or the end of the review. */
export type ReviewResult =
  | { effect: 'proposed'; review: Review }
  | {
      effect: 'decided';
      review: Review & { state: ReviewedDocument['state'] };
      documents: readonly ReviewedDocument[];
    };

/** Which state an outcome leads to. */
export const stateOfOutcome = {
  approve: 'approved',
  refuse: 'refused',
  'ask-again': 'resubmission-asked',
} as const satisfies Record<ReviewOutcome, ReviewState>;

function refuseTurn(review: Review, command: ReviewCommand, now: ReviewCircumstances): Refused | undefined {
  if (now.accountState !== 'open')
    return refused('review-state-refused', { detail: 'The account is closed or being closed.' });
  if (review.state !== 'in-review') return refused('review-state-refused');
  if (review.proposal?.staffId === now.staffId) return refused('review-second-person-needed');
  if (review.version !== command.version) return refused('state-changed');
  const claim = liveClaim(review, now.now);
  if (claim === undefined) return refused('review-claim-needed');
  return claim.staffId === now.staffId ? undefined : refused('review-claimed');
}

function refuseReasons({ outcome, reason, documents = [] }: ReviewCommand): Refused | undefined {
  const detail = 'Is needed unless the outcome is approve, and only then.';
  const isWrong = (each: { outcome: ReviewOutcome; reason?: ReviewReason | undefined }) =>
    (each.outcome === 'approve') === (each.reason !== undefined);
  const errors = [
    ...(isWrong({ outcome, reason }) ? [{ pointer: '/reason', detail }] : []),
    ...documents.flatMap((each, at) => (isWrong(each) ? [{ pointer: `/documents/${at}/reason`, detail }] : [])),
  ];
  return errors.length === 0 ? undefined : refused('validation-failed', { errors });
}

/** Everything in review moves: what the reviewer says of it, or else what they say of the whole. */
function judgeDocuments(
  command: ReviewCommand,
  inReview: readonly DocumentRecord[],
): readonly ReviewedDocument[] | Refused {
  if (inReview.length > documentsDecidedMax)
    return refused('review-too-large', { detail: `At most ${documentsDecidedMax} documents.` });
  const { documents: verdicts = [], outcome, reason } = command;
  const known = new Set(inReview.map(({ documentId }) => documentId));
  const detail = 'Must be a document that is in review.';
  const errors = verdicts.flatMap(({ documentId }, at) =>
    known.has(documentId) ? [] : [{ pointer: `/documents/${at}/documentId`, detail }],
  );
  if (errors.length > 0) return refused('validation-failed', { errors });
  const own = new Map(verdicts.map((verdict) => [verdict.documentId, verdict]));
  return inReview.map((document) => {
    const verdict = own.get(document.documentId) ?? { outcome, reason };
    return { document, state: stateOfOutcome[verdict.outcome], reason: verdict.reason };
  });
}

/** Two people agree when they say the same, of an approval also until when the document is valid. */
function agrees({ proposal }: Review, command: ReviewCommand): boolean {
  if (proposal?.outcome !== command.outcome) return false;
  return command.outcome !== 'approve' || proposal.documentExpiresOn === (command.documentExpiresOn ?? undefined);
}

function propose(review: Review, command: ReviewCommand, { staffId, now }: ReviewCircumstances): ReviewResult {
  const { outcome, reason, documentExpiresOn } = command;
  const proposal = {
    staffId,
    outcome,
    reason,
    documentExpiresOn: documentExpiresOn ?? undefined,
    proposedAt: now.toISOString(),
  };
  return { effect: 'proposed', review: { ...review, version: review.version + 1, claim: undefined, proposal } };
}

/** An approval replaces the one before; a refusal ends it; asking for a document again leaves it as it was. */
function approvalAfter(review: Review, { outcome, documentExpiresOn }: ReviewCommand, now: Date): Review['approval'] {
  if (outcome === 'refuse') return undefined;
  if (outcome === 'ask-again') return review.approval;
  return { approvedAt: now.toISOString(), documentExpiresOn: documentExpiresOn ?? undefined };
}

function decided(review: Review, command: ReviewCommand, { staffId, now }: ReviewCircumstances) {
  const first = review.proposal === undefined ? [] : [review.proposal.staffId];
  return {
    ...review,
    version: review.version + 1,
    state: stateOfOutcome[command.outcome],
    claim: undefined,
    proposal: undefined,
    decidedAt: now.toISOString(),
    reviewers: [...(needsSecondPerson(review) ? first : []), staffId],
    reason: command.reason,
    approval: approvalAfter(review, command, now),
  };
}

const documentAudit = ({ document, state, reason }: ReviewedDocument): AuditEntry => ({
  action: `document-${state}`,
  noun: 'document',
  nounId: document.documentId,
  subjectId: document.playerId,
  ...(reason === undefined ? {} : { context: { reason } }),
});

/**
 * Decides about a reviewer's decision: whose turn it is, that they saw what there is now, that an approval rests on a
 * document and a number, and that two people agree where the risk asks for it. Of two who disagree the later one makes
 * the proposal, until somebody else says the same.
 */
export function decideReview(
  review: Review,
  command: ReviewCommand,
  circumstances: ReviewCircumstances,
): Decision<ReviewResult> {
  const inReview = circumstances.documents.filter(({ state }) => state === 'in-review');
  const wrong = refuseTurn(review, command, circumstances) ?? refuseReasons(command);
  if (wrong !== undefined) return wrong;
  const documents = judgeDocuments(command, inReview);
  if ('outcome' in documents) return documents;
  const unfounded = command.outcome === 'approve' ? refuseApproval(command, documents, circumstances) : undefined;
  if (unfounded !== undefined) return unfounded;
  const { playerId } = review;
  const { outcome, reason } = command;
  const coded = { outcome, ...(reason === undefined ? {} : { reason }) };
  if (needsSecondPerson(review) && !agrees(review, command))
    return accepted(propose(review, command, circumstances), {
      audit: [reviewAudit(playerId, 'review-proposed', coded)],
    });
  const next = decided(review, command, circumstances);
  return accepted(
    { effect: 'decided', review: next, documents },
    {
      audit: [
        reviewAudit(playerId, 'review-decided', { ...coded, reviewers: next.reviewers.join(' ') }),
        ...documents.map(documentAudit),
      ],
      events: [{ type: 'identity-decided', subjectId: playerId, context: coded }],
    },
  );
}
