// GET /v1/me/sessions
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listContract } from './contract.ts';

/** Lists where the player is logged in. */
export function list(stores: { sessions: Sessions }): HttpHandler {
  return playerHttp(listContract, stores, async ({ caller, now }) => {
    const sessions = await stores.sessions.list(caller.playerId, now);
    return answer(200, {
      sessions: sessions.map(({ sessionId, createdAt, endsAtSeconds, deviceKind }) => ({
        sessionId,
        beganAt: createdAt,
        endsAt: new Date(endsAtSeconds * 1000).toISOString(),
        deviceKind,
        current: sessionId === caller.sessionId,
      })),
    });
  });
}

export const handler = list({ sessions: openSessions() });
