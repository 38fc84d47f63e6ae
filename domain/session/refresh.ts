import { sessionLimits } from './limits.ts';

/** Which token of a session was presented: the current one, the one before it, or one that was replaced earlier. */
export type PresentedToken = 'current' | 'predecessor' | 'superseded';

/** What decides whether a session may be refreshed. */
export interface RefreshCircumstances {
  presented: PresentedToken;
  accountState: 'open' | 'closing' | 'closed';
  /** Whether all sessions of the account that began so early were ended. */
  isRevoked: boolean;
  /** When the current refresh token replaced the one before it. */
  refreshedAt: string;
  refreshEndsAtSeconds: number;
  endsAtSeconds: number;
}

/**
 * What becomes of a refresh: new tokens (`rotate`), the answer that was lost made anew (`repeat`), the end of the
 * session because a replaced token came back (`end-reused`), or nothing (`refuse`).
 */
export type RefreshDecision = 'rotate' | 'repeat' | 'end-reused' | 'refuse';

/**
 * Decides a refresh (RFC 9700, 4.14.2). A replaced token that comes back means that two hold the session, and nobody can
 * tell the thief: it ends for both. The one exception is the immediate predecessor within the retry time, while its
 * successor was not used: an answer was probably lost. What has ended already is only refused.
 */
export function decideRefresh(circumstances: RefreshCircumstances, now: Date): RefreshDecision {
  const { presented, accountState } = circumstances;
  if (hasEnded(circumstances, now)) return 'refuse';
  const isRetry = presented === 'predecessor' && isWithinRetryTime(circumstances.refreshedAt, now);
  if (presented !== 'current' && !isRetry) return 'end-reused';
  if (accountState !== 'open') return 'refuse';
  return isRetry ? 'repeat' : 'rotate';
}

function hasEnded(circumstances: RefreshCircumstances, now: Date): boolean {
  const { accountState, isRevoked, refreshEndsAtSeconds, endsAtSeconds } = circumstances;
  if (accountState === 'closed' || isRevoked) return true;
  return Math.min(refreshEndsAtSeconds, endsAtSeconds) * 1000 <= now.getTime();
}

const isWithinRetryTime = (refreshedAt: string, now: Date) =>
  now.getTime() < Date.parse(refreshedAt) + sessionLimits.retrySeconds * 1000;
