// GET /v1/me/sessions
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listContract } from './contract.ts';

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Lists where the player is logged in. */
export function list(stores: { sessions: Sessions }): HttpHandler {
  return playerHttp(listContract, stores, async ({ caller, now }) => {
    const sessions = await stores.sessions.list(caller, now);
    return answer(200, {
      sessions: sessions.map((session) => ({
        sessionId: session.sessionId,
        beganAt: session.createdAt,
        refreshedAt: session.refreshedAt,
        refreshBy: timeOf(session.refreshEndsAtSeconds),
        endsAt: timeOf(session.endsAtSeconds),
        deviceKind: session.deviceKind,
        current: session.sessionId === caller.sessionId,
      })),
    });
  });
}

export const handler = list({ sessions: openSessions() });
