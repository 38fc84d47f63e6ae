import { type Review, withSignals } from './review.ts';

/** What a government ID number that was given means for a review. */
export interface NumberGiven {
  /** Whether it is another than the account gave before, or the first. */
  isNew: boolean;
  /** Whether the account gave another one before. */
  replaces: boolean;
  /** Whether another account holds it. */
  shared: boolean;
  now: Date;
}

/**
 * The review of a player who gave a number; undefined when it stays as it is. A claim and a proposal were made without
 * a new number and are void. An approval was of the number before: when another replaces that, it has to be decided
 * anew. A refused review stays refused.
 */
export function reviewWithNumber(review: Review | undefined, given: NumberGiven): Review | undefined {
  if (review === undefined) return undefined;
  const isMarked = !given.shared || review.signals.includes('identity-number-shared');
  if (!given.isNew && isMarked) return undefined;
  const marked = withSignals(review, given.shared ? ['identity-number-shared'] : []);
  if (!given.isNew || review.state === 'refused') return marked;
  const { claim: _claim, proposal: _proposal, ...kept } = marked;
  return given.replaces && kept.approval !== undefined ? waitingAgain(kept, given.now) : kept;
}

function waitingAgain(review: Review, now: Date): Review {
  const { approval: _approval, ...open } = review;
  const waitingSince = review.state === 'in-review' ? review.waitingSince : now.toISOString();
  return { ...open, state: 'in-review', waitingSince };
}

/** The review of the account that holds a number which somebody else gave; undefined when it is marked already. */
export function reviewOfHolder(review: Review | undefined): Review | undefined {
  if (review === undefined || review.signals.includes('identity-number-shared')) return undefined;
  return withSignals(review, ['identity-number-shared']);
}
