import type { SessionEnds } from '#domain/session/limits.ts';
import { loginDays } from '#domain/session/login-times.ts';
import { answer, withCookies } from '#functions/edge/contract.ts';
import { cookieNames, deviceCookieName, type AnswerCookie } from '#functions/edge/cookies.ts';
import { csrfTokenOf, type SessionTokens } from '#stores/session-tokens.ts';

/** How tokens reach a client: in the body, or as cookies. */
export type TokenTransport = 'bearer' | 'cookie';

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Whose tokens are answered, and how. */
interface AnsweredSession {
  sessionId: string;
  transport: TokenTransport;
  now: Date;
  /** At a login: what a browser is to remember of its device. */
  deviceId?: string | undefined;
}

/** Answers the new tokens of a session with the moments at which they end: in the body or as cookies, never as both. */
export function answerTokens(
  { sessionId, transport, now, deviceId }: AnsweredSession,
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
  if (transport === 'cookie') {
    return withCookies(answer(201, granted), [...cookiesOf(tokens, ends, now), ...deviceCookies(deviceId)]);
  }
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

function deviceCookies(deviceId: string | undefined): AnswerCookie[] {
  const maxAgeSeconds = loginDays.device * 86_400;
  return deviceId === undefined ? [] : [{ name: deviceCookieName, value: deviceId, maxAgeSeconds }];
}

/** Has a browser forget its session. */
export const forgottenCookies: readonly AnswerCookie[] = Object.values(cookieNames).map((name) => ({
  name,
  value: '',
  maxAgeSeconds: 0,
}));
