import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseCookie, stringifySetCookie } from 'cookie';

/**
 * Cookies of a signed-in browser. `__Host-` (RFC 6265bis, 4.1.3.2) has a browser take them over TLS only, from this very
 * host and for all of its paths: no other host of the domain can set or read one.
 */
export const cookieNames = { session: '__Host-session', refresh: '__Host-refresh', csrf: '__Host-csrf' } as const;

/** Names the device a browser runs on, across logins: it proves nothing, and logging out leaves it. */
export const deviceCookieName = '__Host-device';

/** A cookie that an answer sets. */
export interface AnswerCookie {
  name: (typeof cookieNames)[keyof typeof cookieNames] | typeof deviceCookieName;
  /** Empty to end the cookie, with 0 seconds. */
  value: string;
  /** Seconds from now. */
  maxAgeSeconds: number;
}

/** What a browser says of itself and of its session. */
export interface Browser {
  sessionCookie: string | undefined;
  refreshCookie: string | undefined;
  csrfCookie: string | undefined;
  deviceCookie: string | undefined;
  /** Value of `x-csrf-token`. */
  csrfToken: string | undefined;
  /** The origin of the page that sends, where the browser says it. */
  origin: string | undefined;
  /** How the page that sends stands to this host (Fetch Metadata), where the browser says it. */
  fetchSite: string | undefined;
}

/** Reads cookies and what goes with them. An empty cookie is none. */
export function browserOf({ cookies = [], headers }: APIGatewayProxyEventV2): Browser {
  const given = parseCookie(cookies.join('; '));
  return {
    sessionCookie: given[cookieNames.session] || undefined,
    refreshCookie: given[cookieNames.refresh] || undefined,
    csrfCookie: given[cookieNames.csrf] || undefined,
    deviceCookie: given[deviceCookieName] || undefined,
    csrfToken: headers['x-csrf-token'],
    origin: headers['origin'],
    fetchSite: headers['sec-fetch-site'],
  };
}

/** Writes a `Set-Cookie` header. Only the token against forged requests can be read by scripts: they must send it back. */
export function setCookieHeader({ name, value, maxAgeSeconds }: AnswerCookie): string {
  const httpOnly = name !== cookieNames.csrf;
  return stringifySetCookie({
    name,
    value,
    maxAge: maxAgeSeconds,
    path: '/',
    httpOnly,
    secure: true,
    sameSite: 'strict',
  });
}
