import type { SessionEnds } from '#domain/session/limits.ts';
import { answer } from '#functions/edge/contract.ts';
import type { SessionTokens } from '#stores/session-tokens.ts';

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Answers the new tokens of a session with the moments at which they end. */
export function answerTokens(sessionId: string, { accessToken, refreshToken }: SessionTokens, ends: SessionEnds) {
  return answer(201, {
    sessionId,
    accessToken,
    accessTokenEndsAt: timeOf(ends.accessEndsAtSeconds),
    refreshToken,
    refreshBy: timeOf(ends.refreshEndsAtSeconds),
    endsAt: timeOf(ends.endsAtSeconds),
  });
}
