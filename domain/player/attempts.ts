/** Failures within this time belong together. */
export const attemptWindowSeconds = 3600;
/** So many failures are free; every further one doubles the wait. */
export const freeAttempts = 10;
/** The first wait; it doubles up to the longest. */
const firstDelaySeconds = 30;
const longestDelaySeconds = 3600;

/** What is remembered of attempts at one secret, in seconds since the epoch. */
export interface AttemptRecord {
  count: number;
  windowEndsAtSeconds: number;
  blockedUntilSeconds: number;
}

/** Whether an attempt may be made now, and what must be remembered before it is made. */
export type AttemptDecision =
  { outcome: 'allowed'; next: AttemptRecord } | { outcome: 'blocked'; retryAfterSeconds: number };

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
  const delay =
    count < freeAttempts ? 0 : Math.min(firstDelaySeconds * 2 ** (count - freeAttempts), longestDelaySeconds);
  const windowEndsAtSeconds = Math.max(
    current?.windowEndsAtSeconds ?? nowSeconds + attemptWindowSeconds,
    nowSeconds + 2 * delay,
  );
  return { outcome: 'allowed', next: { count, windowEndsAtSeconds, blockedUntilSeconds: nowSeconds + delay } };
}
