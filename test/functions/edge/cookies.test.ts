import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseSetCookie } from 'cookie';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answer, contract, withCookies } from '#functions/edge/contract.ts';
import { browserOf, cookieNames, setCookieHeader } from '#functions/edge/cookies.ts';
import { isMeantByPage, isMeantBySession, isSameOrigin } from '#functions/edge/csrf.ts';
import { decideAndRender } from '#functions/edge/http.ts';
import { accessTokenOf, csrfTokenOf } from '#stores/session-tokens.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(() => openHandlerServices());

const browser = (cookies: string[], headers: Record<string, string> = {}) =>
  browserOf({ cookies, headers } as unknown as APIGatewayProxyEventV2);
const tokenOf = (letter: string) => accessTokenOf('0'.repeat(52), letter.repeat(43));

describe('cookies', () => {
  it('are read from what the gateway split, and an empty one is none', () => {
    const read = browser(['__Host-session=a.b.c', '__Host-refresh=', 'other=1'], { 'x-csrf-token': 'token' });
    expect(read).toMatchObject({ sessionCookie: 'a.b.c', refreshCookie: undefined, csrfToken: 'token' });
  });

  it('are read under their whole name only', () => {
    expect(browser(['session=a', '__host-session=b', 'x__Host-session=c']).sessionCookie).toBeUndefined();
  });

  it('keep what browsers demand of the prefix: TLS, all paths, no domain', () => {
    for (const name of Object.values(cookieNames)) {
      const read = parseSetCookie(setCookieHeader({ name, value: 'a.b-c_d', maxAgeSeconds: 5 }));
      expect(read).toMatchObject({ value: 'a.b-c_d', maxAge: 5, path: '/', secure: true, sameSite: 'strict' });
      expect(read.domain).toBeUndefined();
      expect(read.httpOnly).toBe(name === '__Host-csrf' ? undefined : true);
    }
  });

  it('leave only by a contract that declares them', async () => {
    const cookie = { name: cookieNames.csrf, value: 'v', maxAgeSeconds: 1 };
    const given = withCookies(answer(200, { ok: true }), [cookie]);
    const declared = {
      route: 'GET /v1/one',
      summary: 'One.',
      answers: { 200: z.strictObject({ ok: z.boolean() }) },
    } as const;
    const fields = { requestId: 'one', actorKind: 'visitor' };
    const setting = contract({ ...declared, setsCookies: true, refusals: [] });
    const { cookies } = await decideAndRender(setting, fields, () => Promise.resolve(given));
    expect(cookies).toEqual(['__Host-csrf=v; Max-Age=1; Path=/; Secure; SameSite=Strict']);
    const plain = contract({ ...declared, refusals: [] });
    await expect(decideAndRender(plain, fields, () => Promise.resolve(given as never))).rejects.toThrow('cookies');
  });
});

describe('the token against forged requests', () => {
  it('is bound to the access token and cannot be made without it', () => {
    expect(csrfTokenOf(tokenOf('a'))).toMatch(/^[\w-]{43}$/);
    expect(csrfTokenOf(tokenOf('a'))).not.toBe(csrfTokenOf(tokenOf('b')));
    expect(csrfTokenOf('malformed')).toBeUndefined();
    expect(tokenOf('a')).not.toContain(csrfTokenOf(tokenOf('a')));
  });

  it.each([
    [{}, true],
    [{ origin: 'https://web.example' }, true],
    [{ origin: 'https://web.example', 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'https://web.example.attacker.example' }, false],
    [{ origin: 'http://web.example' }, false],
    [{ origin: 'https://web.example', 'sec-fetch-site': 'cross-site' }, false],
  ])('with %j: same origin is %s', (headers, expected) => {
    expect(isSameOrigin(browser([], headers as Record<string, string>))).toBe(expected);
  });

  it('counts for its own session only', () => {
    const of = (letter: string) => browser([], { 'x-csrf-token': csrfTokenOf(tokenOf(letter)) ?? '' });
    expect(isMeantBySession(of('a'), tokenOf('a'))).toBe(true);
    expect(isMeantBySession(of('b'), tokenOf('a'))).toBe(false);
    expect(isMeantBySession(browser([]), 'malformed')).toBe(false);
  });

  it('of a refresh must be in header and cookie, and the browser must say where the page is', () => {
    const own = { origin: 'https://web.example', 'x-csrf-token': 'one' };
    expect(isMeantByPage(browser(['__Host-csrf=one'], own))).toBe(true);
    expect(isMeantByPage(browser(['__Host-csrf=one'], { 'x-csrf-token': 'one' }))).toBe(false);
    expect(isMeantByPage(browser(['__Host-csrf=two'], own))).toBe(false);
    expect(isMeantByPage(browser([], own))).toBe(false);
    expect(isMeantByPage(browser([], { origin: 'https://web.example' }))).toBe(false);
  });
});
