import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
let player: TestPlayer;
beforeAll(async () => {
  cloud = await startTestCloud();
  player = await newPlayer(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

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
    const shape = ({ instance: _instance, ...rest }: Record<string, unknown>) => rest;
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(shape(wrong.body)).toEqual(shape(unknown.body));
  });

  it('makes the same calls for an unknown address and a wrong password', async () => {
    const callsOf = async (email: string) => {
      const mark = cloud.cloud.journal.mark();
      await logIn(cloud, email, 'a wrong but long password');
      return cloud.cloud.journal.since(mark).map(({ action, resource }) => `${action} ${resource}`);
    };
    const other = await newPlayer(cloud);
    expect(await callsOf(other.email)).toEqual(await callsOf('somebody-else@example.com'));
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

describe('a session', () => {
  it('ends after thirty minutes', async () => {
    const session = await expectStatus(logIn(cloud, player.email), 201);
    cloud.turn({ minutes: 29 });
    expect((await cloud.api('GET /v1/me', { token: session.body.accessToken })).status).toBe(200);
    cloud.turn({ minutes: 1 });
    expect((await cloud.api('GET /v1/me', { token: session.body.accessToken })).status).toBe(401);
  });

  it('ends at once when its owner ends it, by id or as the current one', async () => {
    const [one, two] = [await logIn(cloud, player.email), await logIn(cloud, player.email)];
    const end = `DELETE /v1/me/sessions/${one.body.sessionId}`;
    expect((await cloud.api(end, { token: two.body.accessToken })).status).toBe(204);
    expect((await cloud.api('GET /v1/me', { token: one.body.accessToken })).status).toBe(401);
    expect((await cloud.api(end, { token: two.body.accessToken })).status).toBe(404);
    expect((await cloud.api('DELETE /v1/me/sessions/current', { token: two.body.accessToken })).status).toBe(204);
    expect((await cloud.api('GET /v1/me', { token: two.body.accessToken })).status).toBe(401);
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
