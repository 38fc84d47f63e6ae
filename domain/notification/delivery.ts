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

/** The states that a reported state may replace. */
export const replaceableBy = (state: ReportedState): readonly DeliveryState[] => replaces[state];

/** Whether a report counts whichever attempt it is about: mail that arrived has arrived. A failure speaks of its attempt only. */
export const countsForAnyAttempt = (state: ReportedState): boolean =>
  state === 'sent' || state === 'delivered' || state === 'complained';

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
  /** Who was told of a breach, and when, is shown to the authority on request (GDPR article 33(5)). */
  breach: 5 * 366,
};

/** How long it is remembered what became of a message. */
export const deliveryRecordDays = (messageClass: MessageClass): number => daysKept[messageClass];
