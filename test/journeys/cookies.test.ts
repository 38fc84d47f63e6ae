import { parseSetCookie, stringifyCookie } from 'cookie';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
let player: TestPlayer;
beforeAll(async () => {
  cloud = await startTestCloud();
  player = await newPlayer(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

const ownOrigin = 'http://127.0.0.1:8080';
const foreignOrigin = 'https://attacker.example';
const page = { origin: ownOrigin, 'sec-fetch-site': 'same-origin' };

/** What a browser keeps of an answer. */
interface Jar {
  session: string;
  refresh: string;
  csrf: string;
}

const setCookies = ({ headers }: ApiAnswer) => headers.getSetCookie();

function jarOf(answer: ApiAnswer): Jar {
  const values = new Map(
    setCookies(answer).map((each) => [parseSetCookie(each).name, parseSetCookie(each).value ?? '']),
  );
  const valueOf = (name: string) => values.get(`__Host-${name}`) ?? '';
  return { session: valueOf('session'), refresh: valueOf('refresh'), csrf: valueOf('csrf') };
}

const cookieOf = ({ session, refresh, csrf }: Jar) =>
  stringifyCookie({ '__Host-session': session, '__Host-refresh': refresh, '__Host-csrf': csrf });

function logInAsBrowser(headers: Record<string, string> = page): Promise<ApiAnswer> {
  const { email, password } = player;
  const body = { email, password, deviceKind: 'ios-browser', transport: 'cookie' };
  return cloud.api('POST /v1/sessions', { body, headers });
}

const browserLogin = async (): Promise<Jar> => jarOf(await expectStatus(logInAsBrowser(), 201));
const me = (jar: Jar, headers: Record<string, string> = {}) =>
  cloud.api('GET /v1/me', { headers: { cookie: cookieOf(jar), ...headers } });
const endOthers = (jar: Jar, headers: Record<string, string>) =>
  cloud.api('DELETE /v1/me/sessions', { headers: { cookie: cookieOf(jar), ...headers } });
const refresh = (jar: Jar, headers: Record<string, string>) =>
  cloud.api('POST /v1/sessions/refreshes', { body: {}, headers: { cookie: cookieOf(jar), ...headers } });
const meant = ({ csrf }: Jar) => ({ ...page, 'x-csrf-token': csrf });

describe('a login of a browser', () => {
  it('sets cookies that scripts, other hosts and other pages cannot use, and answers no token', async () => {
    const answer = await expectStatus(logInAsBrowser(), 201);
    const everywhere = String.raw`Path=/; Secure; SameSite=Strict`;
    const hidden = String.raw`Path=/; HttpOnly; Secure; SameSite=Strict`;
    const token = '[\\w.-]+';
    expect(setCookies(answer)).toEqual([
      expect.stringMatching(new RegExp(`^__Host-session=ap-southeast-3${token}; Max-Age=1800; ${hidden}$`)),
      expect.stringMatching(new RegExp(`^__Host-refresh=ap-southeast-3${token}; Max-Age=2592000; ${hidden}$`)),
      expect.stringMatching(new RegExp(`^__Host-csrf=[\\w-]{43}; Max-Age=2592000; ${everywhere}$`)),
      expect.stringMatching(new RegExp(`^__Host-device=[\\w-]{43}; Max-Age=34560000; ${hidden}$`)),
    ]);
    expect(Object.keys(answer.body).toSorted()).toEqual(['accessTokenEndsAt', 'endsAt', 'refreshBy', 'sessionId']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is refused to a page of somebody else, which would sign a browser in as another', async () => {
    for (const [name, value] of [
      ['origin', foreignOrigin],
      ['sec-fetch-site', 'cross-site'],
    ] as const) {
      const answer = await logInAsBrowser({ [name]: value });
      expect([answer.status, answer.body.type, setCookies(answer)]).toEqual([
        403,
        expect.stringMatching(/csrf-refused$/),
        [],
      ]);
    }
  });

  it('is known by its cookie, and not together with a token', async () => {
    const jar = await browserLogin();
    expect((await me(jar)).status).toBe(200);
    expect((await me(jar, { authorization: `Bearer ${player.token}` })).status).toBe(401);
    expect((await me({ ...jar, session: `${jar.session}x` })).status).toBe(401);
  });
});

describe('a change that comes with a cookie', () => {
  it('is made with the token of its own session, from our own page', async () => {
    const jar = await browserLogin();
    expect((await endOthers(jar, meant(jar))).status).toBe(204);
    expect((await endOthers(jar, { 'x-csrf-token': jar.csrf })).status).toBe(204);
  });

  it.each<[string, (own: Jar, other: Jar) => Record<string, string>]>([
    ['no token', () => page],
    ['an empty token', () => ({ ...page, 'x-csrf-token': '' })],
    ['a wrong token', () => ({ ...page, 'x-csrf-token': 'A'.repeat(43) })],
    ['the token of another session', (_, other) => ({ ...page, 'x-csrf-token': other.csrf })],
    ['the right token from a foreign origin', ({ csrf }) => ({ origin: foreignOrigin, 'x-csrf-token': csrf })],
    ['the right token from no origin', ({ csrf }) => ({ origin: 'null', 'x-csrf-token': csrf })],
    [
      'the right token from another site',
      ({ csrf }) => ({ origin: ownOrigin, 'sec-fetch-site': 'cross-site', 'x-csrf-token': csrf }),
    ],
    ['the right token from a neighbour', ({ csrf }) => ({ 'sec-fetch-site': 'same-site', 'x-csrf-token': csrf })],
  ])('is refused with %s', async (_, headersOf) => {
    const [own, other] = [await browserLogin(), await browserLogin()];
    const answer = await endOthers(own, headersOf(own, other));
    expect([answer.status, answer.body.type]).toEqual([403, expect.stringMatching(/csrf-refused$/)]);
    expect((await me(other)).status).toBe(200);
  });

  it('is refused with a csrf cookie that somebody else set to what they send', async () => {
    const [own, other] = [await browserLogin(), await browserLogin()];
    expect((await endOthers({ ...own, csrf: other.csrf }, meant(other))).status).toBe(403);
  });
});

describe('a refresh by cookie', () => {
  it('answers new cookies after the session cookie has ended, and the ones before end', async () => {
    const first = await browserLogin();
    cloud.turn({ minutes: 31 });
    expect((await me(first)).status).toBe(401);
    const answer = await expectStatus(refresh({ ...first, session: '' }, meant(first)), 201);
    const second = jarOf(answer);
    expect(answer.body).not.toHaveProperty('accessToken');
    expect(answer.body).not.toHaveProperty('refreshToken');
    expect((await me(second)).status).toBe(200);
    expect((await endOthers(second, meant(second))).status).toBe(204);
    expect((await endOthers(second, meant(first))).status).toBe(403);
  });

  it('is refused unless the page is ours and repeats its token, and changes nothing then', async () => {
    const jar = await browserLogin();
    const token = { 'x-csrf-token': jar.csrf };
    for (const headers of [
      page,
      token,
      { ...token, origin: foreignOrigin },
      { ...token, 'sec-fetch-site': 'same-site' },
      { ...page, 'x-csrf-token': 'A'.repeat(43) },
    ]) {
      const answer = await refresh(jar, headers);
      expect([answer.status, setCookies(answer)]).toEqual([403, []]);
    }
    expect((await refresh(jar, meant(jar))).status).toBe(201);
  });

  it('without any token is answered like one with a token that is not known', async () => {
    const nothing = await cloud.api('POST /v1/sessions/refreshes', { body: {} });
    const unknown = await cloud.api('POST /v1/sessions/refreshes', { body: { refreshToken: 'unknown' } });
    expect([nothing.status, nothing.body.type]).toEqual([401, unknown.body.type]);
  });
});

describe('a logout of a browser', () => {
  it('ends the session and has the browser forget its cookies', async () => {
    const jar = await browserLogin();
    const path = 'DELETE /v1/me/sessions/current';
    const answer = await cloud.api(path, { headers: { cookie: cookieOf(jar), ...meant(jar) } });
    expect(answer.status).toBe(204);
    expect(setCookies(answer)).toEqual([
      '__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
      '__Host-refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
      '__Host-csrf=; Max-Age=0; Path=/; Secure; SameSite=Strict',
    ]);
    expect([(await me(jar)).status, (await refresh(jar, meant(jar))).status]).toEqual([401, 401]);
  });
});

describe('the mobile app', () => {
  it('is given no cookie by any step of its session, and needs no token against forged requests', async () => {
    const begun = await expectStatus(logIn(cloud, player.email), 201);
    const { accessToken: token, refreshToken } = begun.body;
    const listed = await expectStatus(cloud.api('GET /v1/me/sessions', { token }), 200);
    const others = await expectStatus(cloud.api('DELETE /v1/me/sessions', { token }), 204);
    const body = { refreshToken };
    const refreshed = await expectStatus(cloud.api('POST /v1/sessions/refreshes', { body }), 201);
    const again = { token: refreshed.body.accessToken };
    const ended = await expectStatus(cloud.api('DELETE /v1/me/sessions/current', again), 204);
    expect([begun, listed, others, refreshed, ended].flatMap(setCookies)).toEqual([]);
  });

  it('stays logged in for as long as it is used, up to 90 days, without the password', async () => {
    let { accessToken, refreshToken } = (await expectStatus(logIn(cloud, player.email), 201)).body;
    for (let month = 0; month < 3; month += 1) {
      cloud.turn({ days: 29 });
      const body = { refreshToken };
      ({ accessToken, refreshToken } = (
        await expectStatus(cloud.api('POST /v1/sessions/refreshes', { body }), 201)
      ).body);
      expect((await cloud.api('GET /v1/me', { token: accessToken })).status).toBe(200);
    }
  });

  it('that forgot its tokens logs in again; the session before is listed until it ends', async () => {
    const forgotten = await expectStatus(logIn(cloud, player.email), 201);
    expect((await cloud.api('GET /v1/me')).status).toBe(401);
    const begun = await expectStatus(logIn(cloud, player.email), 201);
    const token: string = begun.body.accessToken;
    const listed = async () =>
      (await expectStatus(cloud.api('GET /v1/me/sessions', { token }), 200)).body.sessions.map(
        ({ sessionId }: { sessionId: string }) => sessionId,
      );
    expect(await listed()).toEqual(expect.arrayContaining([forgotten.body.sessionId, begun.body.sessionId]));
    await expectStatus(cloud.api(`DELETE /v1/me/sessions/${forgotten.body.sessionId}`, { token }), 204);
    expect(await listed()).not.toContain(forgotten.body.sessionId);
  });
});
