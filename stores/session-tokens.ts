import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { idLength } from './ids.ts';
import { regionSettings } from './settings.ts';

/** What a client holds of a session. Neither token passes for the other: they have different forms and hashes. */
export interface SessionTokens {
  accessToken: string;
  refreshToken: string;
}

/** The parts of an access token of this region. */
export interface AccessToken {
  playerId: string;
  sessionId: string;
  secret: string;
}

/** The parts of a refresh token of this region. */
export interface RefreshToken extends AccessToken {
  /** Shared by all refresh tokens of a session: it tells a replaced token, whatever its age, from an invented one. */
  familySecret: string;
}

/** Writes `<region>.<sessionId>.<secret>`. */
export const accessTokenOf = (sessionId: string, secret: string): string =>
  `${regionSettings().region}.${sessionId}.${secret}`;

/** Writes `<region>.<sessionId>.<secret of the family>.<secret>`. */
export const refreshTokenOf = (sessionId: string, familySecret: string, secret: string): string =>
  `${regionSettings().region}.${sessionId}.${familySecret}.${secret}`;

/** Reads an access token; undefined when it is malformed or of another region. */
export function readAccessToken(token: string): AccessToken | undefined {
  const [, region, sessionId = '', secret = ''] = /^([a-z0-9-]{1,30})\.([0-9a-z]{52})\.([\w-]{43})$/.exec(token) ?? [];
  return region === regionSettings().region ? { playerId: playerIdOf(sessionId), sessionId, secret } : undefined;
}

/** Reads a refresh token; undefined when it is malformed or of another region. */
export function readRefreshToken(token: string): RefreshToken | undefined {
  const parts = /^([a-z0-9-]{1,30})\.([0-9a-z]{52})\.([\w-]{43})\.([\w-]{43})$/.exec(token);
  const [, region, sessionId = '', familySecret = '', secret = ''] = parts ?? [];
  if (region !== regionSettings().region) return;
  return { playerId: playerIdOf(sessionId), sessionId, familySecret, secret };
}

const playerIdOf = (sessionId: string) => sessionId.slice(0, idLength);

/** What is kept of a secret of 256 bits: its SHA-256. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/**
 * The token that a page must send along with changes (signed double submit, bound to the session): whoever cannot read the
 * access token cannot make it. Undefined when the access token is malformed or of another region.
 */
export function csrfTokenOf(accessToken: string): string | undefined {
  const secret = readAccessToken(accessToken)?.secret;
  return secret === undefined ? undefined : createHmac('sha256', secret).update('csrf').digest('base64url');
}

/** Whether a secret belongs to a kept hash; constant time. */
export const isSecretOf = (hash: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hashOfSecret(secret)), Buffer.from(hash));
