import type { MessageClass } from './event-type.ts';

/**
 * What became of one message to one person.
 * - `sending`: handed to the mail provider, outcome unknown until `decideAfter`
 * - `waiting`: definitely not sent; may be tried again at `decideAfter`
 * - `sent`: the provider took it; `delivered`: the recipient's server took it
 * - `bounced`, `complained`, `rejected`, `suppressed`: it will not arrive, or is not wanted
 * - `withheld`: there was nobody to write to, or the law lets us not write any more
 */
export const deliveryStates = [
  'sending',
  'waiting',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'rejected',
  'suppressed',
  'withheld',
] as const;

/** State of one message to one person. */
export type DeliveryState = (typeof deliveryStates)[number];

/** What a mail event can tell. */
export type ReportedState = Extract<
  DeliveryState,
  'sent' | 'delivered' | 'bounced' | 'complained' | 'rejected' | 'suppressed'
>;

/**
 * Mail events come in any order and more than once: each state names the states that it may replace, so that a late
 * `sent` never hides a delivery. A complaint is always heard; a bounce may follow a delivery (RFC 3464 reports are late).
 */
const replaces: Readonly<Record<ReportedState, readonly DeliveryState[]>> = {
  sent: ['sending', 'waiting'],
  delivered: ['sending', 'waiting', 'sent'],
  bounced: ['sending', 'waiting', 'sent', 'delivered'],
  rejected: ['sending', 'waiting', 'sent'],
  suppressed: ['sending', 'waiting', 'sent', 'bounced'],
  complained: ['sending', 'waiting', 'sent', 'delivered', 'bounced'],
};

/** What one mail event says about an attempt. */
export interface MailReport {
  state: ReportedState;
  /** The states that it may replace. */
  replaces: readonly DeliveryState[];
  /** Mail that arrived has arrived, whichever attempt brought it; a failure speaks of its own attempt only. */
  countsForAnyAttempt: boolean;
}

/** A mail event of SES, stripped of addresses and subject. */
export interface MailEvent {
  eventType: 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'Rendering Failure';
  bounceType?: string;
  bounceSubType?: string;
}

/** SES answers with a bounce of this kind when it did not even try, because of an earlier bounce or complaint. */
const suppressedSubTypes: ReadonlySet<string> = new Set(['OnAccountSuppressionList', 'Suppressed']);

/** Reads what a mail event says (Amazon SES developer guide, "Contents of event data"). */
export function mailReport(event: MailEvent): MailReport {
  const state = reportedState(event);
  // A transient bounce after a delivery is an automatic answer, such as that somebody is away.
  const isTransient = event.eventType === 'Bounce' && event.bounceType !== 'Permanent';
  const replaceable = replaces[state].filter((replaced) => !(isTransient && replaced === 'delivered'));
  const countsForAnyAttempt = state === 'sent' || state === 'delivered' || state === 'complained';
  return { state, replaces: replaceable, countsForAnyAttempt };
}

function reportedState({ eventType, bounceSubType }: MailEvent): ReportedState {
  switch (eventType) {
    case 'Send':
      return 'sent';
    case 'Delivery':
      return 'delivered';
    case 'Bounce':
      return suppressedSubTypes.has(bounceSubType ?? '') ? 'suppressed' : 'bounced';
    case 'Complaint':
      return 'complained';
    case 'Reject':
    case 'Rendering Failure':
      return 'rejected';
  }
}

/** So long a mail event is waited for before an attempt without an outcome is repeated. */
export const unknownOutcomeSeconds = 600;

const firstWaitSeconds = 30;
const longestWaitSeconds = 1800;

/** How long a message that was refused for the moment waits before its next attempt; it doubles up to half an hour. */
export function retrySeconds(attemptNumber: number): number {
  return Math.min(firstWaitSeconds * 2 ** Math.max(0, attemptNumber - 1), longestWaitSeconds);
}

const daysKept: Readonly<Record<MessageClass, number>> = {
  security: 30,
  transactional: 30,
  marketing: 30,
  /** Who was told of a breach, and when, is shown to the authority on request (GDPR article 33(5)). */
  breach: 5 * 366,
};

/** How long it is remembered what became of a message. */
export const deliveryRecordDays = (messageClass: MessageClass): number => daysKept[messageClass];
