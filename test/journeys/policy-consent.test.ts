import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { newPlayer, type TestPlayer } from '#test/support/player.ts';
import { ageVersion, openPolicyDesk, withoutPhone } from '#test/support/policy-desk.ts';

let cloud: TestCloud;
let waiting: TestPlayer;
let free: TestPlayer;

/** Two players: one whose consent is due, and one whose law does not ask for it, both told of the same version. */
beforeAll(async () => {
  cloud = await startTestCloud();
  waiting = await newPlayer(cloud);
  free = await newPlayer(cloud, { language: 'en', jurisdiction: 'IE' });
  const desk = await openPolicyDesk(cloud);
  await desk.publish({ kind: 'initial', effectiveFrom: new Date(cloud.now().getTime() + 30_000).toISOString() });
  await ageVersion(cloud, 1, withoutPhone);
  const effectiveFrom = new Date(cloud.now().getTime() + 60_000).toISOString();
  await desk.publish({ kind: 'material', effectiveFrom });
  await cloud.settle();
  cloud.turn({ minutes: 2 });
}, 120_000);
afterAll(() => cloud[Symbol.asyncDispose]());

/** What works while consent is due: seeing data, ending sessions, leaving, what leaving needs, and answering. */
const allowed = [
  'DELETE /v1/me/second-factors/removal',
  'POST /v1/me/step-ups',
  'GET /v1/me/second-factors',
  'GET /v1/me/kyc',
  'GET /v1/me/logins',
  'GET /v1/me/devices',
  'DELETE /v1/me/devices/{deviceId}',
  'POST /v1/me/step-ups/passkey-options',
  'GET /v1/me/payments',
  'GET /v1/me/balance',
  'POST /v1/me/step-ups/sms-codes',
  'GET /v1/me',
  'POST /v1/me/closure',
  'GET /v1/me/closure',
  'GET /v1/me/closure/plan',
  'DELETE /v1/me/closure',
  'GET /v1/me/retention',
  'GET /v1/me/sessions',
  'DELETE /v1/me/sessions',
  'DELETE /v1/me/sessions/{sessionId}',
  'GET /v1/me/policy',
  'GET /v1/me/consents',
  'DELETE /v1/me/consents/{purpose}',
  'GET /v1/me/consents/{purpose}/history',
  'POST /v1/me/requests',
  'GET /v1/me/requests',
  'GET /v1/me/requests/{requestId}',
  'DELETE /v1/me/requests/{requestId}',
  'POST /v1/me/requests/{requestId}/confirmations',
  'POST /v1/me/exports',
  'GET /v1/me/exports',
  'GET /v1/me/exports/{exportId}',
  'POST /v1/me/exports/{exportId}/downloads',
  'POST /v1/me/policy/consents',
  'POST /v1/me/policy/acknowledgements',
];

const slugOf = ({ body }: ApiAnswer): string =>
  String(body?.type ?? '')
    .split('/')
    .at(-1) ?? '';
const playerRoutes = routes.filter(({ caller }) => caller === 'player');
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
/** Leaving comes last: whoever has left cannot ask the rest. */
const inOrder = playerRoutes.toSorted(
  (one, other) => Number(one.path.endsWith('closure')) - Number(other.path.endsWith('closure')),
);

function call({ method, path }: { method: string; path: string }, { token }: TestPlayer): Promise<ApiAnswer> {
  const route = `${method} ${path.replaceAll(/\{\w+\}/g, 'unknown')}`;
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
  return cloud.api(route, { token, ...body });
}

describe('while consent is due', () => {
  it('every route of players is refused but exactly those that the rows allow', async () => {
    const works: string[] = [];
    for (const row of inOrder) {
      const answer = await call(row, waiting);
      expect([nameOf(row), slugOf(answer)]).not.toEqual([nameOf(row), 'authentication-required']);
      if (slugOf(answer) === 'consent-required') expect(answer.status).toBe(403);
      else works.push(nameOf(row));
    }
    expect(works.toSorted()).toEqual(allowed.toSorted());
    const declared = playerRoutes.filter(({ worksWithoutConsent }) => worksWithoutConsent).map(nameOf);
    expect(declared.toSorted()).toEqual(allowed.toSorted());
    expect(playerRoutes.length).toBeGreaterThan(allowed.length + 10);
  });

  it('nothing is refused where the law asks for no consent', async () => {
    for (const row of inOrder) expect([nameOf(row), slugOf(await call(row, free))]).not.toContain('consent-required');
  });
});

it('only routes of players can be allowed without consent', () => {
  expect(routes.filter(({ caller, worksWithoutConsent }) => worksWithoutConsent && caller !== 'player')).toEqual([]);
});
