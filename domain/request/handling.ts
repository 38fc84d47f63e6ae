import { accepted, refused, type Decision } from '../decision.ts';
import type { EventType } from '../notification/event-type.ts';
import { extendedDueAt } from './deadline.ts';
import {
  aboutRequest,
  completionCodes,
  isHandledType,
  moved,
  type CompletionCode,
  type DataRequest,
  type DenialReason,
  type ExtensionReason,
} from './request.ts';
import { isAnswered, type RequestState } from './states.ts';

/** What is recorded of a change, and who hears of it. */
function recorded(
  request: DataRequest,
  {
    action,
    context,
    tells,
  }: { action: string; context?: Readonly<Record<string, string | number>>; tells?: EventType },
): Decision<DataRequest> {
  const { playerId: subjectId, requestId: recordId } = request;
  return accepted(request, {
    audit: [{ action, ...aboutRequest(request), ...(context !== undefined && { context }) }],
    events: tells === undefined ? [] : [{ type: tells, subjectId, recordId }],
  });
}

/** The person takes a request back, which they may until something was delivered. */
export function revokeRequest(request: DataRequest, now: Date): Decision<DataRequest> {
  const revoked = moved(request, { to: 'revoked', now });
  return revoked === undefined ? refused('request-state-refused') : recorded(revoked, { action: 'request-revoked' });
}

/** The data-protection officer refuses a request with a reason, its law and its words (sealed). */
export function denyRequest(
  request: DataRequest,
  { reason, words, now }: { reason: DenialReason; words: Uint8Array; now: Date },
): Decision<DataRequest> {
  const denied = moved(request, { to: 'denied', now, changes: { denialReason: reason, denialWords: words } });
  if (denied === undefined) return refused('request-state-refused');
  return recorded(denied, { action: 'request-denied', context: { reason }, tells: 'request-denied' });
}

/** Staff say what was done about a correction, an objection or a restriction. */
export function completeRequest(
  request: DataRequest,
  { done, now }: { done: CompletionCode; now: Date },
): Decision<DataRequest> {
  const { type } = request;
  const codes: readonly CompletionCode[] = isHandledType(type) ? completionCodes[type] : [];
  if (codes.length === 0) return refused('request-state-refused', { detail: 'Nobody completes this type by hand.' });
  if (!codes.includes(done)) {
    const detail = 'Not one of the codes of this type.';
    return refused('validation-failed', { errors: [{ pointer: '/done', detail }] });
  }
  const closed = moved(request, { to: 'closed', now, changes: { completion: done } });
  if (closed === undefined) return refused('request-state-refused');
  return recorded(closed, { action: 'request-completed', context: { done }, tells: 'request-completed' });
}

/**
 * Moves the deadline, once, before it has passed and only where the law that applied at receipt allows it (GDPR art.
 * 12(3)); warnings begin anew.
 */
export function extendRequest(
  request: DataRequest,
  { reason, now }: { reason: ExtensionReason; now: Date },
): Decision<DataRequest> {
  if (isAnswered(request.state)) return refused('request-state-refused');
  const no = (detail: string) => refused('request-extension-refused', { detail });
  if (request.extension !== undefined) return no('It was extended before.');
  const previousDueAt = request.dueAt;
  if (now >= new Date(previousDueAt)) return no('Its deadline has passed.');
  const dueAt = extendedDueAt(request.jurisdiction, new Date(previousDueAt))?.toISOString();
  if (dueAt === undefined) return no('The law of the jurisdiction knows no extension.');
  const extended: DataRequest = {
    ...request,
    dueAt,
    version: request.version + 1,
    extension: { extendedAt: now.toISOString(), reason, previousDueAt },
    warnedPercent: undefined,
  };
  return recorded(extended, { action: 'request-extended', context: { reason, dueAt }, tells: 'request-extended' });
}

/** Begins to collect from sources, or begins again those that failed. @param sources how many are asked */
export function startCollecting(request: DataRequest, sources: number, now: Date): Decision<DataRequest> {
  const changes = { sourcesOpen: sources, sourcesFailed: 0 };
  return step(request, { to: 'collecting', now, changes, action: 'request-collecting' });
}

/** Notes how collecting ended: for review when every source answered, failed when one did not. */
export function endCollecting(request: DataRequest, sourcesFailed: number, now: Date): Decision<DataRequest> {
  const to = sourcesFailed === 0 ? 'review' : 'failed';
  const changes = { sourcesOpen: 0, sourcesFailed };
  return step(request, { to, now, changes, action: `request-${to}` });
}

/** The steps of a copy after it was collected, each with the code of its audit row. */
export const copySteps = {
  ready: 'request-ready',
  delivered: 'request-delivered',
  'link-expired': 'request-link-expired',
  closed: 'request-closed',
  blocked: 'request-blocked',
} as const satisfies Partial<Record<RequestState, string>>;

/** Takes the next step of a copy. Refuses `ready` and what follows while a source failed or is missing. */
export const stepCopy = (request: DataRequest, to: keyof typeof copySteps, now: Date): Decision<DataRequest> =>
  step(request, { to, now, action: copySteps[to] });

function step(
  request: DataRequest,
  { action, ...move }: Parameters<typeof moved>[1] & { action: string },
): Decision<DataRequest> {
  const next = moved(request, move);
  return next === undefined ? refused('request-state-refused') : recorded(next, { action });
}
