/** Every state of a data-subject request. `extended` is no state: it is a mark beside one. */
export const requestStates = [
  'received',
  'identity-pending',
  'duplicate',
  'verified',
  'collecting',
  'failed',
  'review',
  'ready',
  'delivered',
  'link-expired',
  'blocked',
  'denied',
  'revoked',
  'expired',
  'closed',
] as const;

/** State of a data-subject request. */
export type RequestState = (typeof requestStates)[number];

/**
 * Where a request may go from each state. A failure is not the end and never an answer; a person may revoke until
 * something was delivered; what is over stays over.
 */
const moves: Readonly<Record<RequestState, readonly RequestState[]>> = {
  received: ['identity-pending', 'duplicate', 'verified', 'revoked'],
  'identity-pending': ['duplicate', 'verified', 'denied', 'expired', 'revoked'],
  verified: ['collecting', 'blocked', 'denied', 'revoked', 'closed'],
  collecting: ['failed', 'review', 'blocked', 'denied', 'revoked'],
  failed: ['collecting', 'denied', 'revoked'],
  review: ['collecting', 'ready', 'denied', 'revoked'],
  ready: ['delivered', 'link-expired', 'revoked'],
  'link-expired': ['ready', 'collecting', 'expired', 'revoked'],
  blocked: ['collecting', 'denied', 'revoked'],
  delivered: ['closed'],
  duplicate: [],
  denied: [],
  revoked: [],
  expired: [],
  closed: [],
};

/** States that hold an answer, so that no source may have failed or be missing. */
const answeringStates: ReadonlySet<RequestState> = new Set(['ready', 'delivered', 'closed']);

/** Whether a state may follow another. */
export const mayMove = (from: RequestState, to: RequestState): boolean => moves[from].includes(to);

/** The states from which one may be reached: the store refuses every other. */
export const priorStatesOf = (to: RequestState): readonly RequestState[] =>
  requestStates.filter((from) => mayMove(from, to));

/** Whether a state says that everything asked for was found. */
export const needsEverySource = (state: RequestState): boolean => answeringStates.has(state);

/** Whether nothing follows. */
export const isOver = (state: RequestState): boolean => moves[state].length === 0;

/** Whether the person has their answer, or there is none to give: no deadline runs any more. */
export const isAnswered = (state: RequestState): boolean => state === 'delivered' || isOver(state);
