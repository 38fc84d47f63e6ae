import { createHash, timingSafeEqual } from 'node:crypto';
import { csrfTokenOf } from '#stores/session-tokens.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Browser } from './cookies.ts';

/** Whether nothing that the browser says of where a request comes from speaks against it (OWASP CSRF cheat sheet). */
export function isSameOrigin({ origin, fetchSite }: Browser): boolean {
  const isOurs = origin === undefined || regionSettings().webOrigins.includes(origin);
  return isOurs && (fetchSite === undefined || fetchSite === 'same-origin');
}

/** Whether a request that changes something, and is known by a session cookie, was meant by the page of that session. */
export function isMeantBySession(browser: Browser, accessToken: string): boolean {
  return isSameOrigin(browser) && isEqual(browser.csrfToken, csrfTokenOf(accessToken));
}

/**
 * Whether a refresh by cookie was meant. The access token may have ended and is not asked for: the header must repeat the
 * `__Host-csrf` cookie, which no other host can set or read, and the browser must say that the page is ours.
 */
export function isMeantByPage(browser: Browser): boolean {
  const saysWhere = browser.origin !== undefined || browser.fetchSite !== undefined;
  return saysWhere && isSameOrigin(browser) && isEqual(browser.csrfToken, browser.csrfCookie);
}

function isEqual(given: string | undefined, expected: string | undefined): boolean {
  if (given === undefined || expected === undefined) return false;
  return timingSafeEqual(hashOf(given), hashOf(expected));
}

const hashOf = (text: string) => createHash('sha256').update(text).digest();
