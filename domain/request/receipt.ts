import { accepted, refused, type ChangeRecord, type Decision, type DomainEvent, type Refused } from '../decision.ts';
import type { EventType } from '../notification/event-type.ts';
import { dueAtOf } from './deadline.ts';
import { aboutRequest, moved, type DataRequest, type RequestChannel, type RequestType } from './request.ts';
import { isOver } from './states.ts';

/** How long somebody may take to confirm a request that staff wrote down, in days. */
export const confirmationDays = 14;

/** How long ago a request may have come that staff write down only now, in days. */
export const receiptAgeDaysMax = 90;

/** How many requests one person may make on one day (UTC), so that nobody's mailbox or our queue is flooded. */
export const requestsPerDayMax = 20;

const dayMilliseconds = 86_400_000;

/** What is known of a request when it comes. */
export interface Receipt {
  playerId: string;
  requestId: string;
  type: RequestType;
  channel: RequestChannel;
  jurisdiction: string;
  receivedAt: Date;
  text?: Uint8Array | undefined;
}

/** What identity hangs on. */
export interface Verification {
  /** The verified open request of the same type, if there is one. */
  primaryId: string | undefined;
  now: Date;
}

/** Until when a request can be confirmed; it expires then. */
export const confirmableUntil = ({ recordedAt }: Pick<DataRequest, 'recordedAt'>): Date =>
  new Date(Date.parse(recordedAt) + confirmationDays * dayMilliseconds);

function received(receipt: Receipt, now: Date): DataRequest {
  const { playerId, requestId, type, channel, jurisdiction, receivedAt, text } = receipt;
  return {
    playerId,
    requestId,
    type,
    state: 'received',
    version: 1,
    channel,
    jurisdiction,
    receivedAt: receivedAt.toISOString(),
    recordedAt: now.toISOString(),
    dueAt: dueAtOf({ type, jurisdiction, receivedAt }).toISOString(),
    history: [{ state: 'received', at: receivedAt.toISOString() }],
    sourcesOpen: 0,
    sourcesFailed: 0,
    ...(text === undefined ? {} : { text }),
  };
}

/** A request that the person makes in a session, which proves who they are: verified at once, or a duplicate. */
export function receiveOwn(receipt: Receipt, verification: Verification): Decision<DataRequest> {
  const decided = verified(received(receipt, verification.now), verification);
  if (decided === undefined) return refused('request-state-refused');
  const events =
    decided.state === 'duplicate'
      ? [eventOf('request-duplicate', decided)]
      : [eventOf('request-received', decided), ...verifiedEvents()];
  return accepted(decided, { audit: [auditOf('request-received', decided)], events });
}

/**
 * A request that staff write down for somebody, who confirms it in a session. Its clock runs since it came, and nobody can
 * put it into the future or so far back that nobody remembers.
 */
export function receiveForPerson(
  receipt: Receipt,
  { caseReference, now }: { caseReference: string; now: Date },
): Decision<DataRequest> {
  const refusal = refuseReceiptTime(receipt.receivedAt, now);
  if (refusal !== undefined) return refusal;
  const pending = moved(received(receipt, now), { to: 'identity-pending', now });
  if (pending === undefined) return refused('request-state-refused');
  const audit = auditOf('request-received', pending);
  return accepted(pending, {
    audit: [{ ...audit, context: { ...audit.context, caseReference } }],
    events: [eventOf('request-confirmation-asked', pending)],
  });
}

function refuseReceiptTime(receivedAt: Date, now: Date): Refused | undefined {
  const breach = (detail: string) => refused('validation-failed', { errors: [{ pointer: '/receivedAt', detail }] });
  if (receivedAt > now) return breach('Not in the future.');
  const oldest = now.getTime() - receiptAgeDaysMax * dayMilliseconds;
  return receivedAt.getTime() < oldest ? breach(`At most ${receiptAgeDaysMax} days ago.`) : undefined;
}

/** The person confirms in a session that a request which staff wrote down is theirs. */
export function confirmRequest(request: DataRequest, verification: Verification): Decision<DataRequest> {
  const isPending = request.state === 'identity-pending' && verification.now < confirmableUntil(request);
  const decided = isPending ? verified(request, verification) : undefined;
  if (decided === undefined) return refused('request-state-refused');
  const events = decided.state === 'duplicate' ? [eventOf('request-duplicate', decided)] : verifiedEvents();
  return accepted(decided, { audit: [auditOf('request-confirmed', decided)], events });
}

/** Only a verified request makes another a duplicate, and only one of the same person (the claim is theirs). */
function verified(request: DataRequest, { primaryId, now }: Verification): DataRequest | undefined {
  const verifiedAt = now.toISOString();
  return primaryId === undefined
    ? moved(request, { to: 'verified', now, changes: { verifiedAt } })
    : moved(request, { to: 'duplicate', now, changes: { verifiedAt, primaryId } });
}

/**
 * What is announced of a request that was just verified, beside what the person is told: the one place where whoever
 * collects copies (access, portability) hears of it. Nobody does yet: staff take every type from the queue.
 */
const verifiedEvents = (): readonly DomainEvent[] => [];

/** Nobody confirmed in time: the person is told, and may ask again. Undefined when it is not so, or not any more. */
export function expireUnconfirmed(
  request: DataRequest,
  now: Date,
): { request: DataRequest; record: ChangeRecord } | undefined {
  const isLate = request.state === 'identity-pending' && now >= confirmableUntil(request);
  const expired = isLate ? moved(request, { to: 'expired', now }) : undefined;
  return (
    expired && {
      request: expired,
      record: { audit: [auditOf('request-expired', expired)], events: [eventOf('request-expired', expired)] },
    }
  );
}

/** Whether a request still stands in the way of another of its type. */
export const isPrimary = ({ verifiedAt, state }: DataRequest): boolean =>
  verifiedAt !== undefined && state !== 'delivered' && !isOver(state);

const auditOf = (action: string, request: DataRequest) => ({
  action,
  ...aboutRequest(request),
  context: { type: request.type, state: request.state, channel: request.channel },
});

const eventOf = (type: EventType, { playerId, requestId }: DataRequest) => ({
  type,
  subjectId: playerId,
  recordId: requestId,
});
