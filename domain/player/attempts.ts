/** How many failures are free, and how long the waits are after them. */
export interface AttemptLimit {
  /** Failures within this time belong together. */
  windowSeconds: number;
  /** So many failures are free; every further one doubles the wait. */
  freeAttempts: number;
  /** The first wait; it doubles up to the longest. */
  firstDelaySeconds: number;
  longestDelaySeconds: number;
}

/**
 * One secret of one account: a person mistypes a few times, and after an hour at the latest may try again. Attempts from
 * a device that the account knows count under a name of their own, so that a stranger's guesses do not lock its owner out.
 */
export const accountLimit: AttemptLimit = {
  windowSeconds: 3600,
  freeAttempts: 10,
  firstDelaySeconds: 30,
  longestDelaySeconds: 3600,
};

/**
 * All accounts as one network tries them. Carriers put thousands of phones behind one address (CGNAT, RFC 6888), so many
 * failures are free and the wait is short: it makes spraying slow and never keeps a neighbour out for long.
 */
export const networkLimit: AttemptLimit = {
  windowSeconds: 3600,
  freeAttempts: 100,
  firstDelaySeconds: 15,
  longestDelaySeconds: 900,
};

/** What is remembered of attempts at one secret, in seconds since the epoch. */
export interface AttemptRecord {
  count: number;
  windowEndsAtSeconds: number;
  blockedUntilSeconds: number;
}

/** Whether an attempt may be made now, and what must be remembered before it is made. */
export type AttemptDecision =
  { outcome: 'allowed'; next: AttemptRecord } | { outcome: 'blocked'; retryAfterSeconds: number };

function delaySecondsAfter(count: number, limit: AttemptLimit): number {
  if (count < limit.freeAttempts) return 0;
  return Math.min(limit.firstDelaySeconds * 2 ** (count - limit.freeAttempts), limit.longestDelaySeconds);
}

/**
 * Every attempt is counted before the secret is checked, so that parallel guesses cannot share one free attempt; a
 * success forgets the record. The delay is bounded: the owner can always get in again (ASVS 5.0, 6.3.1).
 */
export function decideAttempt(record: AttemptRecord | undefined, nowSeconds: number): AttemptDecision {
  const current = record !== undefined && record.windowEndsAtSeconds > nowSeconds ? record : undefined;
  if (current !== undefined && current.blockedUntilSeconds > nowSeconds) {
    return { outcome: 'blocked', retryAfterSeconds: current.blockedUntilSeconds - nowSeconds };
  }
  const count = (current?.count ?? 0) + 1;
  const delay = delaySecondsAfter(count, accountLimit);
  const windowEndsAtSeconds = Math.max(
    current?.windowEndsAtSeconds ?? nowSeconds + accountLimit.windowSeconds,
    nowSeconds + 2 * delay,
  );
  return { outcome: 'allowed', next: { count, windowEndsAtSeconds, blockedUntilSeconds: nowSeconds + delay } };
}

/** What is remembered of the failures of one network in one window, in seconds since the epoch. */
export interface NetworkRecord {
  count: number;
  lastAtSeconds: number;
}

/** The number of the window that a moment lies in: every window has a record of its own, so that counting is one addition. */
export function networkWindowOf(nowSeconds: number): number {
  return Math.floor(nowSeconds / networkLimit.windowSeconds);
}

/** For how many more seconds a network must wait; 0 when it may try. */
export function networkWaitSeconds(record: NetworkRecord | undefined, nowSeconds: number): number {
  if (record === undefined) return 0;
  const delaySeconds = delaySecondsAfter(record.count, networkLimit);
  // Clocks of gateways differ: a failure that another one will see a second from now must not keep anybody waiting.
  if (delaySeconds === 0) return 0;
  return Math.min(delaySeconds, Math.max(0, record.lastAtSeconds + delaySeconds - nowSeconds));
}
