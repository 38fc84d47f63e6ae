/**
 * How long what recovers an account is good for, in one place. A reset link is short, because a mailbox is often read by
 * others (OWASP Forgot Password Cheat Sheet); the link back is long, because whose address was replaced must first notice.
 */
export const recoverySeconds = {
  /** The link to a new password: 15 minutes. */
  reset: 15 * 60,
  /** The link that proves a new address: 24 hours. */
  emailChange: 24 * 3600,
  /** The link in the mail to the address before: 7 days. */
  reversion: 7 * 86_400,
  /** No withdrawal leaves for so long after password or address changed hands: 72 hours. */
  withdrawalHold: 72 * 3600,
} as const;

/** The moment at which something that begins now has lasted its time. */
export const endOfRecovery = (what: keyof typeof recoverySeconds, now: Date): Date =>
  new Date(now.getTime() + recoverySeconds[what] * 1000);

/** Whole seconds since 1970 of `endOfRecovery`. */
export const endSecondsOfRecovery = (what: keyof typeof recoverySeconds, now: Date): number =>
  Math.floor(endOfRecovery(what, now).getTime() / 1000);
