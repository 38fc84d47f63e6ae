import { needsEverySource, priorStatesOf, type RequestState } from './states.ts';

/** The rights that a person may use (GDPR arts 15 to 21; UU 27/2022 arts 5 to 13). */
export const requestTypes = ['access', 'portability', 'correction', 'deletion', 'objection', 'restriction'] as const;

/** The right that a request uses. */
export type RequestType = (typeof requestTypes)[number];

/** Ways by which staff receive a request; the person's own session is the other. */
export const staffChannels = ['email', 'phone', 'post', 'chat', 'in-person'] as const;

/** Ways by which a request may come. */
export const requestChannels = ['self-service', ...staffChannels] as const;

/** Way by which a request came. */
export type RequestChannel = (typeof requestChannels)[number];

/** Types that a member of staff completes by hand, with what may have been done. */
export const completionCodes = {
  correction: ['data-corrected', 'data-supplemented', 'data-already-right'],
  objection: ['processing-stopped', 'processing-never-took-place'],
  restriction: ['processing-restricted', 'processing-already-restricted'],
} as const;

/** A type that a member of staff completes by hand. */
export type HandledType = keyof typeof completionCodes;

/** What was done about a request. */
export type CompletionCode = (typeof completionCodes)[HandledType][number];

/** Every code of what was done. */
export const everyCompletionCode = Object.values(completionCodes).flat();

/** Why a request is refused: a closed list; `other` comes with words. */
export const denialReasons = [
  'suspected-fraud',
  'insufficient-verification',
  'no-match',
  'claim-not-covered',
  'outside-jurisdiction',
  'too-many-requests',
  'endangers-others',
  'other',
] as const;

/** Why a request is refused. */
export type DenialReason = (typeof denialReasons)[number];

/** Why a deadline is moved (GDPR art. 12(3): complexity and number of the requests). */
export const extensionReasons = ['complex-request', 'many-requests'] as const;

/** Why a deadline is moved. */
export type ExtensionReason = (typeof extensionReasons)[number];

/** A data-subject request as kept; byte members are sealed under the class `support`. Times are RFC 3339, UTC. */
export interface DataRequest {
  playerId: string;
  requestId: string;
  type: RequestType;
  state: RequestState;
  /** Counts changes, so that two at once cannot both stand. */
  version: number;
  channel: RequestChannel;
  /** ISO 3166-1 alpha-2: the law that applied at receipt. */
  jurisdiction: string;
  /** When the person first asked, by whatever channel. */
  receivedAt: string;
  /** When it was written down here. */
  recordedAt: string;
  /** By when it must be answered; frozen at receipt, moved once by an extension. */
  dueAt: string;
  /** Every state with its moment, oldest first. */
  history: readonly { state: RequestState; at: string }[];
  /** Sources that are still asked, and sources that failed. */
  sourcesOpen: number;
  sourcesFailed: number;
  /** When the person proved in a session that it is theirs. */
  verifiedAt?: string | undefined;
  /** The open request of the same type that this one repeats. */
  primaryId?: string | undefined;
  extension?: { extendedAt: string; reason: ExtensionReason; previousDueAt: string } | undefined;
  denialReason?: DenialReason | undefined;
  completion?: CompletionCode | undefined;
  /** The last warning about the present deadline: percent of the time that had gone. */
  warnedPercent?: number | undefined;
  /** What the person wrote, sealed. */
  text?: Uint8Array | undefined;
  /** Law and words of a refusal, sealed. */
  denialWords?: Uint8Array | undefined;
}

/** What a move adds to a request. */
export type RequestChanges = Partial<
  Pick<
    DataRequest,
    'completion' | 'denialReason' | 'denialWords' | 'primaryId' | 'sourcesFailed' | 'sourcesOpen' | 'verifiedAt'
  >
>;

const copies: readonly RequestType[] = ['access', 'portability'];

/** The states from which a request of a type may reach another: a copy is closed when it was delivered, and not before. */
export const priorStatesFor = (type: RequestType, to: RequestState): readonly RequestState[] =>
  priorStatesOf(to).filter((from) => to !== 'closed' || from === 'delivered' || !copies.includes(type));

/**
 * Moves a request to another state; undefined where that is not allowed: by the table of states, or because a source
 * failed or is missing and the state would say that all was found.
 */
export function moved(
  request: DataRequest,
  { to, now, changes = {} }: { to: RequestState; now: Date; changes?: RequestChanges },
): DataRequest | undefined {
  const next = { ...request, ...changes };
  const isWhole = next.sourcesOpen === 0 && next.sourcesFailed === 0;
  const isLegal = priorStatesFor(request.type, to).includes(request.state);
  if (!isLegal || (needsEverySource(to) && !isWhole)) return undefined;
  const history = [...request.history, { state: to, at: now.toISOString() }];
  return { ...next, state: to, version: request.version + 1, history };
}

/** Whether a request is one of those that staff complete by hand. */
export const isHandledType = (type: RequestType): type is HandledType => Object.hasOwn(completionCodes, type);

/** What audit rows say a request is. */
export const aboutRequest = ({ playerId, requestId }: Pick<DataRequest, 'playerId' | 'requestId'>) => ({
  noun: 'request',
  nounId: requestId,
  subjectId: playerId,
});
