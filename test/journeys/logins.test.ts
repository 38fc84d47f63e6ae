import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { denialTokens, logInFrom, userAgents, type LoginFrom } from '#test/support/logins.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { accountOf, linkTokens, subjectsTo } from '#test/support/recovery.ts';
import { newStaff, tableName } from '#test/support/staff.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const newDevice = () => randomBytes(24).toString('base64url');
const enter = async (email: string, from: LoginFrom = {}): Promise<string> =>
  (await expectStatus(logInFrom(cloud, email, from), 201)).body.accessToken;
const logins = (token: string, query = '') =>
  expectStatus(
    query === '' ? cloud.api('GET /v1/me/logins', { token }) : cloud.api(`GET /v1/me/logins${query}`, { token }),
    200,
  );
const devices = async (token: string) =>
  (await expectStatus(cloud.api('GET /v1/me/devices', { token }), 200)).body.devices;
const deny = (token: string) => cloud.api('POST /v1/login-denials', { body: { token } });
const activityOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'activity')).filter(({ pk }) => pk === playerId);
const announced = {
  en: 'A new device signed in to your sesetoro account',
  id: 'Perangkat baru masuk ke akun sesetoro Anda',
};
const mailsOfNewDevices = async (email: string, language: 'en' | 'id' = 'id') => {
  await cloud.settle();
  return subjectsTo(cloud, email).filter((subject) => subject === announced[language]).length;
};

describe('a login', () => {
  it.each([
    ['androidApp', 'android-app', 'Android 14', undefined],
    ['iosSafari', 'ios-browser', 'iOS 17.2', 'Safari 17.2'],
    ['chrome', 'desktop', 'macOS 10.15.7', 'Chrome 131.0.0.0'],
    ['firefox', 'desktop', 'Linux', 'Firefox 141.0'],
    ['edge', 'desktop', 'Windows 10', 'Microsoft Edge 131.0.2903.86'],
    ['curl', 'other', undefined, undefined],
  ] as const)('is kept with time, device, network and place (%s)', async (...[name, deviceKind, system, browser]) => {
    const player = await newPlayer(cloud);
    const before = cloud.now().toISOString();
    const token = await enter(player.email, { userAgent: userAgents[name] });
    const [newest] = (await logins(token)).body.logins;
    const where = { address: '198.51.100.10', network: '198.51.100.0/24', country: 'ID', city: 'Bandung' };
    expect(newest).toMatchObject({ deviceKind, current: true, ...where });
    expect([newest.system, newest.browser]).toEqual([system, browser]);
    expect(newest.loggedInAt >= before).toBe(true);
    const lying = JSON.stringify(await activityOf(player));
    for (const value of ['198.51.100', 'Bandung', 'Mozilla', 'okhttp']) expect(lying).not.toContain(value);
  });

  it('keeps of its address only the network after 90 days, and nothing after 400', async () => {
    const player = await newPlayer(cloud);
    const address = '2001:db8:85a3:8d3:1319:8a2e:370:7348';
    const first = await enter(player.email, { address });
    expect((await logins(first)).body.logins[0].address).toBe(address);
    cloud.turn({ days: 91 });
    const later = (await logins(await enter(player.email))).body.logins;
    expect(later[1].address).toBeUndefined();
    expect(later[1].network).toBe('2001:db8:85a3::/48');
    cloud.turn({ days: 310 });
    expect((await logins(await enter(player.email))).body.logins).toHaveLength(2);
  });

  it('is listed newest first, page by page, to its owner only', async () => {
    const [player, other] = [await newPlayer(cloud), await newPlayer(cloud)];
    for (let time = 0; time < 4; time += 1) {
      cloud.turn({ seconds: 1 });
      await enter(player.email, { city: `City ${time}` });
    }
    const token = await enter(player.email, { city: 'City 4' });
    const first = (await logins(token, '?limit=3')).body;
    const second = (await logins(token, `?limit=3&cursor=${encodeURIComponent(first.cursor)}`)).body;
    const cities = [...first.logins, ...second.logins].map(({ city }: { city?: string }) => city);
    expect(cities.slice(0, 5)).toEqual(['City 4', 'City 3', 'City 2', 'City 1', 'City 0']);
    const foreign = await logins(other.token, `?cursor=${encodeURIComponent(first.cursor)}`);
    expect(JSON.stringify(foreign.body)).not.toContain('City');
  });
});

describe('a device', () => {
  it.each(['en', 'id'] as const)('that is unknown is told by one mail, and then known (%s)', async (language) => {
    const player = await newPlayer(cloud, { language });
    const before = await mailsOfNewDevices(player.email, language);
    const deviceId = newDevice();
    const token = await enter(player.email, { deviceId });
    await enter(player.email, { deviceId });
    expect(await mailsOfNewDevices(player.email, language)).toBe(before + 1);
    const text = cloud.cloud.mail.mails({ to: player.email }).at(-1)?.text ?? '';
    expect(text).toContain('Chrome 131.0.0.0, macOS 10.15.7');
    expect(text).toContain('Bandung, Indonesia');
    expect(text).toContain('UTC');
    expect(text).not.toContain('198.51');
    const [known] = await devices(token);
    expect(known).toMatchObject({ deviceKind: 'desktop', browser: 'Chrome 131.0.0.0' });
    await enter(player.email, { deviceId: newDevice() });
    expect(await mailsOfNewDevices(player.email, language)).toBe(before + 2);
  });

  it('that stays in use is noted once a day, and forgotten 400 days after its last use', async () => {
    const player = await newPlayer(cloud);
    const deviceId = newDevice();
    await enter(player.email, { deviceId });
    cloud.turn({ days: 2 });
    const [{ firstSeenAt, lastSeenAt }] = await devices(await enter(player.email, { deviceId }));
    expect(Date.parse(lastSeenAt) - Date.parse(firstSeenAt)).toBeGreaterThan(1.9 * 86_400_000);
    cloud.turn({ hours: 1 });
    const [device] = await devices(await enter(player.email, { deviceId }));
    expect(device.lastSeenAt).toBe(lastSeenAt);
    const before = await mailsOfNewDevices(player.email);
    cloud.turn({ days: 401 });
    await enter(player.email, { deviceId });
    expect(await mailsOfNewDevices(player.email)).toBe(before + 1);
  });

  it('that a browser runs on is named by a cookie', async () => {
    const player = await newPlayer(cloud);
    const send = async (cookie?: string) =>
      expectStatus(
        cloud.api('POST /v1/sessions', {
          body: { email: player.email, password: player.password, transport: 'cookie' },
          headers: { 'sec-fetch-site': 'same-origin', ...(cookie === undefined ? {} : { cookie }) },
        }),
        201,
      );
    const before = await mailsOfNewDevices(player.email);
    const set = (await send()).headers.getSetCookie().find((each) => each.startsWith('__Host-device=')) ?? '';
    expect(set).toMatch(/Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Strict/);
    await send(set.split(';')[0]);
    expect(await mailsOfNewDevices(player.email)).toBe(before + 1);
  });

  it('that is forgotten loses its sessions and is told again; another player’s is not found', async () => {
    const [player, other] = [await newPlayer(cloud), await newPlayer(cloud)];
    const deviceId = newDevice();
    const lost = await enter(player.email, { deviceId });
    const [{ deviceId: name }] = await devices(lost);
    const route = `DELETE /v1/me/devices/${name}`;
    expect((await cloud.api(route, { token: other.token })).status).toBe(404);
    await expectStatus(cloud.api(route, { token: player.token }), 204);
    expect((await cloud.api('GET /v1/me', { token: lost })).status).toBe(401);
    expect((await cloud.api('GET /v1/me', { token: player.token })).status).toBe(200);
    expect(await devices(player.token)).toEqual([]);
    expect((await cloud.api(route, { token: player.token })).status).toBe(404);
    const before = await mailsOfNewDevices(player.email);
    await enter(player.email, { deviceId });
    expect(await mailsOfNewDevices(player.email)).toBe(before + 1);
  });
});

describe('a login that was not the player’s', () => {
  it.each(['en', 'id'] as const)(
    'is denied once by the mailed link, which a scanner may open (%s)',
    async (language) => {
      const player = await newPlayer(cloud, { language });
      const deviceId = newDevice();
      const stranger = await enter(player.email, { deviceId });
      await cloud.settle();
      const token = denialTokens(cloud, player.email).at(-1) ?? '';
      expect((await cloud.api('GET /login-denial')).status).toBe(200);
      expect((await cloud.api('GET /v1/me', { token: stranger })).status).toBe(200);
      await expectStatus(deny(token), 204);
      for (const ended of [stranger, player.token])
        expect((await cloud.api('GET /v1/me', { token: ended })).status).toBe(401);
      expect(await accountOf(cloud, player)).toHaveProperty('withdrawalsFrozenAt');
      expect((await deny(token)).status).toBe(403);
      await cloud.settle();
      const subjects = {
        en: 'Your sesetoro account is secured: choose a new password',
        id: 'Akun sesetoro Anda diamankan: pilih kata sandi baru',
      };
      expect(subjectsTo(cloud, player.email).filter((subject) => subject === subjects[language])).toHaveLength(1);
      expect(linkTokens(cloud, player.email, 'password-reset')).toHaveLength(1);
      cloud.turn({ seconds: 1 });
      const before = await mailsOfNewDevices(player.email, language);
      const again = await enter(player.email, { deviceId });
      expect(await mailsOfNewDevices(player.email, language)).toBe(before + 1);
      expect(await devices(again)).toHaveLength(1);
    },
  );

  it('can be denied for 30 days, and is shown to support with an alarm', async () => {
    const player = await newPlayer(cloud);
    const [late, alerting] = [await newPlayer(cloud), await newPlayer(cloud)];
    await cloud.settle();
    const [token = '', first = '', second = ''] = [player, late, alerting].flatMap(({ email }) =>
      denialTokens(cloud, email),
    );
    for (const each of [first, second]) {
      cloud.turn({ seconds: 1 });
      await expectStatus(deny(each), 204);
    }
    const staff = await newStaff(cloud, 'support-alerts', ['support']);
    const list = (query: string) =>
      expectStatus(cloud.api(`GET /v1/staff/login-alerts${query}`, { token: staff.token }), 200);
    const { alerts, cursor } = (await list('?limit=1')).body;
    expect(alerts).toMatchObject([{ playerId: alerting.playerId }]);
    const next = (await list(`?limit=1&cursor=${encodeURIComponent(cursor)}`)).body;
    expect(next.alerts).toMatchObject([{ playerId: late.playerId }]);
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.join('\n')).toContain('LOGIN_DENIED');
    cloud.turn({ days: 31 });
    expect((await deny(token)).status).toBe(403);
    expect((await deny('a'.repeat(43))).status).toBe(403);
  });
});

it('what logins left ends with the account', async () => {
  const player = await newPlayer(cloud);
  const token = await enter(player.email, { deviceId: newDevice() });
  await closeForGood(cloud, token);
  const now = cloud.now().getTime() / 1000;
  const key = (await rowsOf(cloud, 'keys')).find(({ pk, sk }) => pk === player.playerId && sk === 'activity');
  expect(Number(key?.['endsAtSeconds'])).toBeLessThanOrEqual(now);
  const left = await activityOf(player);
  expect(left.every(({ expiresAtSeconds }) => Number(expiresAtSeconds) <= now)).toBe(true);
});

it('an account from before logins were kept shows none, and closes', async () => {
  const player = await newPlayer(cloud);
  const operator = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const Key = { pk: player.playerId, sk: 'activity' };
  await operator.send(new DeleteCommand({ TableName: tableName(cloud, 'keys'), Key }));
  operator.destroy();
  expect((await logins(player.token)).body.logins).toEqual([]);
  expect(await devices(player.token)).toEqual([]);
  await closeForGood(cloud, player.token);
  expect((await accountOf(cloud, player))['state']).toBe('closed');
});
