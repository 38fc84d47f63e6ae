/**
 * Everything that is announced through the outbox. Closed, so that a new event cannot be committed without somebody
 * deciding who hears of it and what class of mail it is.
 */
export const eventTypes = [
  'registration-started',
  'verification-resend-requested',
  'deposit-confirmed',
  'document-accepted',
  'document-refused',
  'identity-decided',
  'identity-number-recorded',
  'document-expiring',
  'document-expired',
  'marketing-agreed',
  'account-closing',
  'closure-undone',
  'account-closed',
  'password-reset-requested',
  'password-changed',
  'email-change-requested',
  'email-change-announced',
  'email-change-confirmed',
  'email-changed',
  'email-change-reverted',
  'new-device-login',
  'login-denied',
  'second-factor-changed',
  'factor-removal-opened',
  'second-factors-removed',
  'second-factor-removed',
  'export-ready',
  'request-received',
  'request-duplicate',
  'request-confirmation-asked',
  'request-expired',
  'request-extended',
  'request-denied',
  'request-completed',
  'breach-notice',
  'policy-changed',
  'phone-changed',
  'phone-replaced',
  'phone-change-reverted',
  'sms-code-requested',
] as const;

/** Type of an announced event. */
export type EventType = (typeof eventTypes)[number];

/** Class of a mail: each is sent through its own configuration set, so that one cannot spoil another's reputation. */
export type MessageClass = 'security' | 'transactional' | 'breach' | 'marketing';

const classes: Readonly<Record<EventType, MessageClass>> = {
  'registration-started': 'security',
  'verification-resend-requested': 'security',
  'deposit-confirmed': 'transactional',
  'document-accepted': 'transactional',
  'document-refused': 'transactional',
  'identity-decided': 'transactional',
  'identity-number-recorded': 'transactional',
  'document-expiring': 'transactional',
  'document-expired': 'transactional',
  'marketing-agreed': 'marketing',
  'account-closing': 'security',
  'closure-undone': 'security',
  'account-closed': 'security',
  'password-reset-requested': 'security',
  'password-changed': 'security',
  'email-change-requested': 'security',
  'email-change-announced': 'security',
  'email-change-confirmed': 'security',
  'email-changed': 'security',
  'email-change-reverted': 'security',
  'new-device-login': 'security',
  'login-denied': 'security',
  'second-factor-changed': 'security',
  'factor-removal-opened': 'security',
  'second-factors-removed': 'security',
  'second-factor-removed': 'security',
  'export-ready': 'transactional',
  'request-received': 'transactional',
  'request-duplicate': 'transactional',
  'request-confirmation-asked': 'transactional',
  'request-expired': 'transactional',
  'request-extended': 'transactional',
  'request-denied': 'transactional',
  'request-completed': 'transactional',
  'breach-notice': 'breach',
  'policy-changed': 'transactional',
  'phone-changed': 'security',
  'phone-replaced': 'security',
  'phone-change-reverted': 'security',
  'sms-code-requested': 'security',
};

/** The class of the mail that an event leads to. */
export const messageClassOf = (type: EventType): MessageClass => classes[type];

/** After closure the contact key serves these messages and no other: closure, payment, breach (design 4). */
const writtenAfterClosure: ReadonlySet<EventType> = new Set(['account-closed', 'deposit-confirmed', 'breach-notice']);

/** Whether we may still write to somebody about this event, by the state of their account. */
export function mayWriteTo(accountState: 'open' | 'closing' | 'closed', type: EventType): boolean {
  if (classes[type] === 'marketing') return accountState === 'open';
  return accountState !== 'closed' || writtenAfterClosure.has(type);
}

/** Who acts on announced events: each has its own queue. */
export type EventFollower = 'notification' | 'breach-mail' | 'closure' | 'expiry' | 'kyc-screening';

const followers: Readonly<Partial<Record<EventType, readonly EventFollower[]>>> = {
  // Whoever proves who they are is compared with lists of fraudsters (C31); they are not told that they were.
  'document-accepted': ['notification', 'kyc-screening'],
  'identity-number-recorded': ['kyc-screening'],
  'account-closing': ['notification', 'closure'],
  'account-closed': ['notification', 'expiry'],
  // Telling many people of a breach must not delay the mail that somebody waits for to sign in.
  'breach-notice': ['breach-mail'],
};

/** Whose queues an event goes to. */
export const followersOf = (type: EventType): readonly EventFollower[] => followers[type] ?? ['notification'];
