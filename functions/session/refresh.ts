// POST /v1/sessions/refreshes
import { refused } from '#domain/decision.ts';
import { decideRefresh } from '#domain/session/refresh.ts';
import { sessionRefreshed, sessionReuseDetected } from '#domain/session/session.ts';
import type { Browser } from '#functions/edge/cookies.ts';
import { isMeantByPage } from '#functions/edge/csrf.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import type { Actor } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessionRefreshes, type FoundSession, type SessionRefreshes } from '#stores/session-refreshes.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { answerTokens } from './answer-tokens.ts';
import { refreshContract } from './contract.ts';

/** The stores a refresh uses. */
export interface RefreshStores {
  ledger: Ledger;
  refreshes: SessionRefreshes;
  sessions: Pick<Sessions, 'ending'>;
}

/** Keeps a player signed in by new tokens for one refresh token. Every reason for refusal has the same answer. */
export function refresh(stores: RefreshStores): HttpHandler {
  return publicHttp(refreshContract, async ({ command: { body }, browser, now, actor }) => {
    const { token, transport } = presentedBy(body, browser);
    if (transport === 'cookie' && !isMeantByPage(browser)) return refused('csrf-refused');
    const found = await stores.refreshes.find(token);
    if (found === undefined) return refused('authentication-required');
    const decision = decideRefresh(found, now);
    if (decision === 'end-reused') await endReused(stores, found, { actor, now });
    if (decision === 'end-reused' || decision === 'refuse') return refused('authentication-required');

    const { playerId, sessionId } = found;
    const renewal =
      decision === 'rotate' ? stores.refreshes.rotating(found, now) : stores.refreshes.repeating(found, now);
    const player = { ...actor, kind: 'player', id: playerId } as const;
    const { writes, ends } = renewal;
    await stores.ledger.commit({ writes, ...sessionRefreshed(playerId, sessionId), actor: player, now });
    return answerTokens({ sessionId, transport, now }, renewal, ends);
  });
}

/** A token in the body comes first: an app that sends one knows nothing of cookies. */
function presentedBy({ refreshToken }: { refreshToken?: string | undefined }, { refreshCookie }: Browser) {
  if (refreshToken !== undefined) return { token: refreshToken, transport: 'bearer' } as const;
  if (refreshCookie !== undefined) return { token: refreshCookie, transport: 'cookie' } as const;
  // No token at all is refused like one that is not known.
  return { token: '', transport: 'bearer' } as const;
}

/** Whoever came, thief or owner, is nobody known. A session that somebody else ended first has had its record. */
async function endReused(
  { ledger, sessions }: RefreshStores,
  { playerId, sessionId }: FoundSession,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const writes = [sessions.ending(playerId, sessionId)];
  try {
    await ledger.commit({ writes, ...sessionReuseDetected(playerId, sessionId), actor, now });
  } catch (error) {
    if (error instanceof Conflict) return;
    throw error;
  }
  logEvent('SESSION_REUSE_DETECTED', { requestId: actor.requestId, subjectId: playerId, recordId: sessionId });
}

export const handler = refresh({
  ledger: openLedger(),
  refreshes: openSessionRefreshes(),
  sessions: openSessions(),
});
