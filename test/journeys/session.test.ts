import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { beginClosure, closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { passwordHashOf, weakenHash } from '#test/support/credentials.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
let player: TestPlayer;
beforeAll(async () => {
  cloud = await startTestCloud();
  player = await newPlayer(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

interface Given {
  sessionId: string;
  accessToken: string;
  refreshToken: string;
}

const begin = async (email: string): Promise<Given> => (await expectStatus(logIn(cloud, email), 201)).body;
const refresh = (refreshToken: string) => cloud.api('POST /v1/sessions/refreshes', { body: { refreshToken } });
const refreshed = async (refreshToken: string): Promise<Given> => (await expectStatus(refresh(refreshToken), 201)).body;
const me = async ({ accessToken }: Given) => (await cloud.api('GET /v1/me', { token: accessToken })).status;
const auditOf = async (sessionId: string) =>
  (await rowsOf(cloud, 'evidence')).filter(({ pk }) => pk === `session#${sessionId}`).map(({ action }) => action);
const withoutInstance = ({ instance: _instance, ...rest }: Record<string, unknown>) => rest;

async function callsOf(act: () => Promise<unknown>): Promise<string[]> {
  // Mails of earlier logins may still be on their way.
  await cloud.settle();
  const mark = cloud.cloud.journal.mark();
  await act();
  const entries = cloud.cloud.journal.since(mark).filter(({ functionName }) => functionName?.includes('session'));
  return entries.map(({ action, resource }) => `${action} ${resource}`);
}

const playerRoutes = routes
  .filter(({ caller }) => caller === 'player')
  .map(({ method, path }) => `${method} ${path.replace('{sessionId}', 'current')}`);

describe('logging in', () => {
  it('records date, time and kind of device of each login', async () => {
    const before = cloud.now().toISOString();
    const session = await expectStatus(logIn(cloud, player.email), 201);
    const { body } = await cloud.api('GET /v1/me/sessions', { token: session.body.accessToken });
    const current = body.sessions.find(({ current: isCurrent }: { current: boolean }) => isCurrent);
    expect(current).toMatchObject({ sessionId: session.body.sessionId, deviceKind: 'android-app' });
    expect(current.beganAt >= before).toBe(true);
  });

  it('answers an unknown address and a wrong password alike', async () => {
    const wrong = await logIn(cloud, player.email, 'a wrong but long password');
    const unknown = await logIn(cloud, 'nobody@example.com', 'a wrong but long password');
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(withoutInstance(wrong.body)).toEqual(withoutInstance(unknown.body));
  });

  it('makes the same calls for an unknown address and a wrong password, whatever hash the account has', async () => {
    const other = await newPlayer(cloud);
    const calls = (email: string) => callsOf(() => logIn(cloud, email, 'a wrong but long password'));
    const known = await calls(other.email);
    await weakenHash(cloud, other);
    expect(await calls('somebody-else@example.com')).toEqual(known);
    const again = await calls(other.email);
    expect(await calls('somebody-else@example.com')).toEqual(again);
    expect(again).toEqual(known);
    expect(known.filter((call) => call.startsWith('dynamodb:'))).toHaveLength(7);
  });

  it('hashes a password anew that was hashed with weaker parameters, once, and only when it was right', async () => {
    const other = await newPlayer(cloud);
    // The first call opens a key that the process remembers.
    await expectStatus(logIn(cloud, other.email), 201);
    const usual = await callsOf(() => logIn(cloud, other.email));
    const weak = await weakenHash(cloud, other);
    await expectStatus(logIn(cloud, other.email, 'a wrong but long password'), 401);
    expect(await passwordHashOf(cloud, other)).toBe(weak);
    await expectStatus(logIn(cloud, other.email), 201);
    const strong = await passwordHashOf(cloud, other);
    expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await callsOf(() => logIn(cloud, other.email))).toEqual(usual);
    expect(await passwordHashOf(cloud, other)).toBe(strong);
  });

  it('waits after ten failures, known or unknown, and lets the owner in afterwards', async () => {
    const victim = await newPlayer(cloud);
    for (const email of [victim.email, 'no-such-player@example.com']) {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        expect((await logIn(cloud, email, 'a wrong but long password')).status).toBe(
          email === victim.email ? 401 : 401,
        );
      }
      const blocked = await logIn(cloud, email, victim.password);
      expect(blocked.status).toBe(429);
      expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    cloud.turn({ minutes: 1 });
    expect((await logIn(cloud, victim.email)).status).toBe(201);
  });
});

describe('a refresh', () => {
  it('replaces both tokens at once, and the list shows when it was', async () => {
    const first = await begin(player.email);
    cloud.turn({ minutes: 31 });
    expect(await me(first)).toBe(401);
    const second = await refreshed(first.refreshToken);
    const third = await refreshed(second.refreshToken);
    expect([await me(second), await me(third)]).toEqual([401, 200]);
    const { body } = await cloud.api('GET /v1/me/sessions', { token: third.accessToken });
    const shown = body.sessions.find(({ current }: { current: boolean }) => current);
    const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
    expect(days(shown.refreshedAt, shown.refreshBy)).toBeCloseTo(30, 4);
    expect(days(shown.beganAt, shown.endsAt)).toBeCloseTo(90, 4);
    expect(Date.parse(shown.refreshedAt)).toBeGreaterThan(Date.parse(shown.beganAt) + 30 * 60_000);
  });

  it('that comes again after its time ends the session for both, on record and with an alarm', async () => {
    const stolen = await begin(player.email);
    const next = await refreshed(stolen.refreshToken);
    cloud.turn({ seconds: 31 });
    expect((await refresh(stolen.refreshToken)).status).toBe(401);
    expect([await me(next), (await refresh(next.refreshToken)).status]).toEqual([401, 401]);
    expect(await auditOf(stolen.sessionId)).toEqual(['session-begun', 'session-refreshed', 'session-reuse-detected']);
    const lines = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    const alarms = lines.filter((line) => line.includes('SESSION_REUSE_DETECTED') && line.includes(stolen.sessionId));
    expect(alarms.map((line) => Object.keys(JSON.parse(line)))).toEqual([
      ['code', 'functionName', 'requestId', 'subjectId', 'recordId'],
    ]);
  });

  it('whose answer was lost may be asked again, and then the lost tokens are worth nothing', async () => {
    const first = await begin(player.email);
    const lost = await refreshed(first.refreshToken);
    const again = await refreshed(first.refreshToken);
    expect([await me(lost), await me(again)]).toEqual([401, 200]);
    const next = await refreshed(again.refreshToken);
    expect((await refresh(lost.refreshToken)).status).toBe(401);
    expect((await refresh(next.refreshToken)).status).toBe(401);
  });

  it('is refused in one shape, whatever the reason', async () => {
    const [closing, other] = [await newPlayer(cloud), await newPlayer(cloud)];
    const theirs = await begin(other.email);
    await closeForGood(cloud, theirs.accessToken);
    const [mine, ended] = [await begin(closing.email), await begin(player.email)];
    await beginClosure(cloud, mine.accessToken);
    await cloud.api('DELETE /v1/me/sessions/current', { token: ended.accessToken });
    const live = await begin(player.email);
    const tokens = [
      mine.refreshToken,
      theirs.refreshToken,
      ended.refreshToken,
      live.refreshToken.replace('ap-southeast-3', 'eu-west-1'),
      live.refreshToken.replace(live.sessionId, mine.sessionId),
      live.refreshToken.replace(/\.[^.]+(?=\.[^.]+$)/, `.${'A'.repeat(43)}`),
      live.accessToken,
      'x',
      '',
    ];
    const answers: { status: number; body: Record<string, unknown> }[] = [];
    for (const token of tokens) answers.push(await refresh(token));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
    expect(new Set(answers.map(({ body }) => JSON.stringify(withoutInstance(body)))).size).toBe(1);
    expect(await me(live)).toBe(200);
    await refreshed(live.refreshToken);
  });

  it('keeps a session for 30 days without one, and for 90 days in all', async () => {
    const [idle, busy] = [await begin(player.email), await begin(player.email)];
    let { refreshToken } = busy;
    for (let time = 0; time < 3; time += 1) {
      cloud.turn({ days: 29, hours: 23 });
      refreshToken = (await refreshed(refreshToken)).refreshToken;
    }
    expect((await refresh(idle.refreshToken)).status).toBe(401);
    cloud.turn({ hours: 3, minutes: 1 });
    expect((await refresh(refreshToken)).status).toBe(401);
  });
});

describe('a session', () => {
  it('has an access token of thirty minutes', async () => {
    const session = await begin(player.email);
    cloud.turn({ minutes: 29 });
    expect(await me(session)).toBe(200);
    cloud.turn({ minutes: 1 });
    expect(await me(session)).toBe(401);
  });

  it('ends all others and stays, in one transaction', async () => {
    const [one, two, kept] = [await begin(player.email), await begin(player.email), await begin(player.email)];
    const renewed = await refreshed(two.refreshToken);
    const calls = await callsOf(() =>
      expectStatus(cloud.api('DELETE /v1/me/sessions', { token: kept.accessToken }), 204),
    );
    expect(calls.filter((call) => call.startsWith('dynamodb:PutItem'))).toHaveLength(1);
    expect([await me(one), await me(renewed), await me(kept)]).toEqual([401, 401, 200]);
    for (const { refreshToken } of [one, renewed]) expect((await refresh(refreshToken)).status).toBe(401);
    const { body } = await cloud.api('GET /v1/me/sessions', { token: kept.accessToken });
    expect(body.sessions).toMatchObject([{ sessionId: kept.sessionId, current: true }]);
    expect(await auditOf(kept.sessionId)).toEqual(['session-begun', 'other-sessions-ended']);
    const stays = await refreshed(kept.refreshToken);
    const later = await begin(player.email);
    expect([await me(stays), await me(later)]).toEqual([200, 200]);
  });

  it('ends at once when its owner ends it, by id or as the current one', async () => {
    const [one, two] = [await begin(player.email), await begin(player.email)];
    const end = `DELETE /v1/me/sessions/${one.sessionId}`;
    expect((await cloud.api(end, { token: two.accessToken })).status).toBe(204);
    expect([await me(one), (await refresh(one.refreshToken)).status]).toEqual([401, 401]);
    expect((await cloud.api(end, { token: two.accessToken })).status).toBe(404);
    expect((await cloud.api('DELETE /v1/me/sessions/current', { token: two.accessToken })).status).toBe(204);
    expect([await me(two), (await refresh(two.refreshToken)).status]).toEqual([401, 401]);
  });

  it('of another player answers like one that does not exist', async () => {
    const other = await newPlayer(cloud);
    const mine = await logIn(cloud, player.email);
    const theirs = await logIn(cloud, other.email);
    const answer = await cloud.api(`DELETE /v1/me/sessions/${theirs.body.sessionId}`, { token: mine.body.accessToken });
    expect(answer.status).toBe(404);
    expect((await cloud.api('GET /v1/me', { token: theirs.body.accessToken })).status).toBe(200);
  });
});

describe('every player route', () => {
  it.each(playerRoutes)('%s answers 401 without a token, with a foreign one and with an ended one', async (route) => {
    const session = await expectStatus(logIn(cloud, player.email), 201);
    const token: string = session.body.accessToken;
    await expectStatus(cloud.api('DELETE /v1/me/sessions/current', { token }), 204);
    const foreign = token.replace('ap-southeast-3', 'eu-west-1');
    const forged = `${token.slice(0, -4)}AAAA`;
    for (const given of [undefined, token, foreign, forged, 'x', 'ap-southeast-3.a.b']) {
      const answer = await cloud.api(route, given === undefined ? {} : { token: given });
      expect(answer.status).toBe(401);
    }
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
