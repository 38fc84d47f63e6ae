import type { AuditEntry } from '../decision.ts';
import { retrySeconds, unknownOutcomeSeconds, type DeliveryState } from './delivery.ts';
import type { EventType } from './event-type.ts';

/** What is known of one message to one person: the lease that only one sender can hold, and its outcome. */
export interface Delivery {
  eventId: string;
  /** Opaque id of who is written to, unique within the event. */
  recipient: string;
  type: EventType;
  /** The person written to: a player, or a registration that may become one; absent while nobody was found. */
  subjectId?: string | undefined;
  recordId?: string | undefined;
  state: DeliveryState;
  /** The latest attempt; absent when the message was withheld before any. */
  attemptId?: string | undefined;
  attemptNumber: number;
  /** When the first attempt was made. */
  startedAt: string;
  /** From then on an attempt without an outcome, or one refused for the moment, may be repeated. */
  decideAfter?: string | undefined;
}

/** A delivery whose sender holds the lease. */
export type LeasedDelivery = Delivery & { state: 'sending'; attemptId: string };

/**
 * What the provider made of an attempt.
 * - `accepted`: it will try to deliver
 * - `refused-for-now`: certainly not sent; throttled, paused or misconfigured
 * - `refused`: certainly not sent, and never will be
 * - `unknown`: no answer that tells; the mail may or may not be under way
 */
export type MailOutcome =
  | { outcome: 'accepted' }
  | { outcome: 'refused-for-now'; errorCode: string }
  | { outcome: 'refused'; errorCode: string }
  | { outcome: 'unknown'; errorCode: string };

/** A message that nobody has begun, and what names it. */
export type Message = Pick<Delivery, 'eventId' | 'recipient' | 'type' | 'recordId'>;

const secondsAfter = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

/** Whether a sender may act: nobody has begun, or the last attempt is open and its time is up. */
export function isDue(seen: Delivery | undefined, now: Date): boolean {
  if (seen === undefined) return true;
  const isOpen = seen.state === 'sending' || seen.state === 'waiting';
  return isOpen && seen.decideAfter !== undefined && seen.decideAfter <= now.toISOString();
}

/** The lease for the next attempt. Its outcome counts as unknown until ten minutes have passed. */
export function leased(
  message: Message,
  attempt: { attemptId: string; subjectId: string; seen: Delivery | undefined },
  now: Date,
): LeasedDelivery {
  return {
    ...message,
    subjectId: attempt.subjectId,
    state: 'sending',
    attemptId: attempt.attemptId,
    attemptNumber: (attempt.seen?.attemptNumber ?? 0) + 1,
    startedAt: attempt.seen?.startedAt ?? now.toISOString(),
    decideAfter: secondsAfter(now, unknownOutcomeSeconds),
  };
}

/** The end of a message for which there is nobody to write to. */
export function withheld(message: Message, seen: Delivery | undefined, now: Date): Delivery {
  return {
    ...message,
    subjectId: seen?.subjectId,
    state: 'withheld',
    attemptId: seen?.attemptId,
    attemptNumber: seen?.attemptNumber ?? 0,
    startedAt: seen?.startedAt ?? now.toISOString(),
  };
}

/** What a delivery is after the provider answered; undefined while the outcome is unknown, which changes nothing. */
export function settled(delivery: LeasedDelivery, { outcome }: MailOutcome, now: Date): Delivery | undefined {
  switch (outcome) {
    case 'accepted':
      return { ...delivery, state: 'sent', decideAfter: undefined };
    case 'refused':
      return { ...delivery, state: 'rejected', decideAfter: undefined };
    case 'refused-for-now':
      return { ...delivery, state: 'waiting', decideAfter: secondsAfter(now, retrySeconds(delivery.attemptNumber)) };
    case 'unknown':
      return undefined;
  }
}

/** The audit entry of a step of a delivery. */
export function deliveryAudit(delivery: Delivery, action: `notification-${string}`): AuditEntry {
  const { eventId, type, subjectId, attemptId, recordId } = delivery;
  return {
    action,
    noun: 'notification',
    nounId: eventId,
    ...(subjectId === undefined ? {} : { subjectId }),
    context: {
      type,
      ...(attemptId === undefined ? {} : { attemptId }),
      ...(recordId === undefined ? {} : { recordId }),
    },
  };
}
