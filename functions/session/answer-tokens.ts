import type { SessionEnds } from '#domain/session/limits.ts';
import { answer, withCookies } from '#functions/edge/contract.ts';
import { cookieNames, type AnswerCookie } from '#functions/edge/cookies.ts';
import { csrfTokenOf, type SessionTokens } from '#stores/session-tokens.ts';

/** How tokens reach a client: in the body, or as cookies. */
export type TokenTransport = 'bearer' | 'cookie';

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Answers the new tokens of a session with the moments at which they end: in the body or as cookies, never as both. */
export function answerTokens(
  { sessionId, transport, now }: { sessionId: string; transport: TokenTransport; now: Date },
  tokens: SessionTokens,
  ends: SessionEnds,
) {
  const { accessToken, refreshToken } = tokens;
  const granted = {
    sessionId,
    accessTokenEndsAt: timeOf(ends.accessEndsAtSeconds),
    refreshBy: timeOf(ends.refreshEndsAtSeconds),
    endsAt: timeOf(ends.endsAtSeconds),
  };
  if (transport === 'cookie') return withCookies(answer(201, granted), cookiesOf(tokens, ends, now));
  return answer(201, { ...granted, accessToken, refreshToken });
}

/** Each cookie ends with its token; the one against forged requests is needed for the refresh too. */
function cookiesOf({ accessToken, refreshToken }: SessionTokens, ends: SessionEnds, now: Date): AnswerCookie[] {
  const secondsUntil = (seconds: number) => Math.max(0, seconds - Math.floor(now.getTime() / 1000));
  const refreshSeconds = secondsUntil(Math.min(ends.refreshEndsAtSeconds, ends.endsAtSeconds));
  return [
    { name: cookieNames.session, value: accessToken, maxAgeSeconds: secondsUntil(ends.accessEndsAtSeconds) },
    { name: cookieNames.refresh, value: refreshToken, maxAgeSeconds: refreshSeconds },
    { name: cookieNames.csrf, value: csrfTokenOf(accessToken) ?? '', maxAgeSeconds: refreshSeconds },
  ];
}

/** Has a browser forget its session. */
export const forgottenCookies: readonly AnswerCookie[] = Object.values(cookieNames).map((name) => ({
  name,
  value: '',
  maxAgeSeconds: 0,
}));
