import { fourEyesScore, riskBandOf, riskScoreOf, type RiskBand, type RiskSignal } from './risk.ts';
import type { ReviewReason } from './review-reason.ts';
import type { ScreeningOutcome } from './screening.ts';

/**
 * Where the review of a player's identity is. It begins with the first document that the intake accepts:
 * `in-review -> approved | refused | resubmission-asked`, `resubmission-asked -> in-review` with the next document,
 * `approved -> in-review` with a new one, `approved -> expired` when the document lapses, `expired -> in-review`.
 * `refused` is final.
 */
export const reviewStates = ['in-review', 'approved', 'refused', 'resubmission-asked', 'expired'] as const;

/** Where the review of a player's identity is. */
export type ReviewState = (typeof reviewStates)[number];

/** What a reviewer can decide. */
export const reviewOutcomes = ['approve', 'refuse', 'ask-again'] as const;

/** What a reviewer can decide. */
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** A reviewer's exclusive turn at a review; it lapses by itself. */
export interface ReviewClaim {
  staffId: string;
  endsAtSeconds: number;
}

/** A decision that a second reviewer has to agree with. */
export interface ReviewProposal {
  staffId: string;
  outcome: ReviewOutcome;
  reason?: ReviewReason | undefined;
  /** ISO 8601 date on the identity document. */
  documentExpiresOn?: string | undefined;
  proposedAt: string;
}

/** An approval in force: what the account may do depends on it, also while a newer document is in review. */
export interface Approval {
  approvedAt: string;
  /** ISO 8601 date until which the identity document is valid; absent when it names none. */
  documentExpiresOn?: string | undefined;
}

/** The review of one player's identity. Every change counts the version up; whoever decides names the one they saw. */
export interface Review {
  playerId: string;
  state: ReviewState;
  version: number;
  /** Since when it waits for a decision, RFC 3339; of a decided one, since when it last did. */
  waitingSince: string;
  signals: readonly RiskSignal[];
  claim?: ReviewClaim | undefined;
  proposal?: ReviewProposal | undefined;
  approval?: Approval | undefined;
  /** When and by whom the last decision was made. */
  decidedAt?: string | undefined;
  reviewers?: readonly string[] | undefined;
  reason?: ReviewReason | undefined;
  /** Until when it is kept after its account was closed; absent while the account is not. */
  expiresAtSeconds?: number | undefined;
}

/** The risk of a review as its signals give it. */
export function riskOf({ signals }: Pick<Review, 'signals'>): { score: number; band: RiskBand } {
  const score = riskScoreOf(signals);
  return { score, band: riskBandOf(score) };
}

/**
 * Whether two people must agree: from the score on that says so, and whenever a screening failed, because a check that
 * failed is never taken for one that passed (FATF recommendation 10).
 */
export const needsSecondPerson = (review: Pick<Review, 'signals'>): boolean =>
  riskOf(review).score >= fourEyesScore || review.signals.includes('screening-error');

/**
 * The review after the intake accepted a document: it waits from now on, or goes on waiting. A claim and a proposal are
 * void, because they were made without the new document. A refused review stays refused.
 */
export function reviewWithDocument(
  review: Review | undefined,
  accepted: { playerId: string; now: Date; signals: readonly RiskSignal[] },
): Review {
  const { playerId, now, signals } = accepted;
  if (review === undefined)
    return {
      playerId,
      state: 'in-review',
      version: 1,
      waitingSince: now.toISOString(),
      signals: [...new Set(signals)],
    };
  const { claim: _claim, proposal: _proposal, ...kept } = withSignals(review, signals);
  if (review.state === 'refused') return kept;
  const waitingSince = review.state === 'in-review' ? review.waitingSince : now.toISOString();
  return { ...kept, state: 'in-review', waitingSince };
}

/** The review with what the number that the player gave says of the risk, wherever it was given first. */
export function withNumberSignal(review: Review, number: { sharedNumber: boolean } | undefined): Review {
  if (number?.sharedNumber !== true || review.signals.includes('identity-number-shared')) return review;
  return { ...review, signals: [...review.signals, 'identity-number-shared'] };
}

/** The review with more signals; those it had stay. The version counts up even when nothing is new. */
export function withSignals(review: Review, signals: readonly RiskSignal[]): Review {
  return { ...review, version: review.version + 1, signals: [...new Set([...review.signals, ...signals])] };
}

const hitSignals: Readonly<Record<ScreeningOutcome, RiskSignal | undefined>> = {
  'no-hit': undefined,
  possible: 'screening-possible',
  confirmed: 'screening-confirmed',
  error: 'screening-error',
};

/** The signals after a screening: its outcome replaces the last, but one that failed takes no hit away. */
function signalsAfterScreening(signals: readonly RiskSignal[], outcome: ScreeningOutcome): RiskSignal[] {
  const kept = signals.filter(
    (signal) => !signal.startsWith('screening-') || (outcome === 'error' && signal !== 'screening-error'),
  );
  const added = hitSignals[outcome];
  return added === undefined ? kept : [...kept, added];
}

/**
 * The review after a screening; the same object when it changes nothing. A new hit voids a proposal, which was made
 * without it. A confirmed hit takes an approval out of force and sends the review back to the reviewers.
 */
export function withScreening(review: Review, { outcome, now }: { outcome: ScreeningOutcome; now: Date }): Review {
  const signals = signalsAfterScreening(review.signals, outcome);
  const added = signals.filter((signal) => !review.signals.includes(signal));
  const reopens = outcome === 'confirmed' && review.approval !== undefined;
  if (added.length === 0 && signals.length === review.signals.length && !reopens) return review;
  const next: Review = { ...review, version: review.version + 1, signals };
  if (added.length === 0 && !reopens) return next;
  const { proposal: _proposal, ...open } = next;
  if (!reopens) return open;
  const { claim: _claim, approval: _approval, ...rest } = open;
  const waitingSince = review.state === 'in-review' ? review.waitingSince : now.toISOString();
  return { ...rest, state: 'in-review', waitingSince };
}

/**
 * Whether a player's identity counts as proved at a moment: approved, and the document not lapsed. Money leaves an
 * account only then.
 */
export function isProved(review: Pick<Review, 'approval'> | undefined, now: Date): boolean {
  const { approval } = review ?? {};
  if (approval === undefined) return false;
  return approval.documentExpiresOn === undefined || now.toISOString().slice(0, 10) <= approval.documentExpiresOn;
}

/** How far the proof of identity is, as the player is told: nothing of risk, reviewers or claims. */
export interface ShownIdentity {
  state: 'not-started' | ReviewState;
  reason?: ReviewReason | undefined;
  /** ISO 8601 date until which the proof holds; absent when it holds without end, or not at all. */
  provedUntil?: string | undefined;
}

/** What a player is told of their review. An approval counts as lapsed from the day after the last one on its document. */
export function shownIdentity(review: Review | undefined, now: Date): ShownIdentity {
  if (review === undefined) return { state: 'not-started' };
  const hasLapsed = review.state === 'approved' && !isProved(review, now);
  const isAnswered = review.state === 'refused' || review.state === 'resubmission-asked';
  return {
    state: hasLapsed ? 'expired' : review.state,
    reason: isAnswered ? review.reason : undefined,
    provedUntil: isProved(review, now) ? review.approval?.documentExpiresOn : undefined,
  };
}
