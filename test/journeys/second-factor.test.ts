import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginClosure, turnTo } from '#test/support/closure.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, goodPassword, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { subjectsTo } from '#test/support/recovery.ts';
import {
  challengeOf,
  codeAt,
  nextProof,
  proveSecond,
  recoveryProof,
  turnTotpOn,
  type Authenticator,
} from '#test/support/second-factor.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

type Protected = TestPlayer & Authenticator;

async function newProtected(language: 'en' | 'id' = 'en'): Promise<Protected> {
  const player = await newPlayer(cloud, { language });
  return { ...player, ...(await turnTotpOn(cloud, player)) };
}

const slugOf = ({ body }: ApiAnswer) => body.type.split('/').at(-1);
const me = async (token: string) => (await cloud.api('GET /v1/me', { token })).status;
const factorsOf = async (token: string) =>
  (await expectStatus(cloud.api('GET /v1/me/second-factors', { token }), 200)).body;
const stepUp = (token: string, body: unknown) => cloud.api('POST /v1/me/step-ups', { token, body });
const remove = (token: string, secondFactor: unknown) =>
  cloud.api('POST /v1/me/second-factors/totp/removals', { token, body: { secondFactor } });
const codeIn = (secret: string, seconds: number) => ({
  method: 'totp',
  code: codeAt(secret, new Date(cloud.now().getTime() + seconds * 1000)),
});
/** Signs in with both steps. */
async function enter({ email, secret }: Protected): Promise<string> {
  const challenge = await challengeOf(cloud, email);
  return (await expectStatus(proveSecond(cloud, challenge, nextProof(cloud, secret)), 201)).body.accessToken;
}

describe('turning an authenticator on', () => {
  it('takes a code, ends every other session, answers ten recovery codes once and tells by mail', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const other = (await expectStatus(logIn(cloud, player.email), 201)).body.accessToken;
    const { secret, recoveryCodes } = await turnTotpOn(cloud, player);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect([await me(player.token), await me(other)]).toEqual([200, 401]);
    expect(await factorsOf(player.token)).toEqual({
      methods: ['totp', 'recovery-code'],
      passkeys: [],
      recoveryCodesLeft: 10,
    });
    await cloud.settle();
    expect(subjectsTo(cloud, player.email)).toContain('A second step was added to your sesetoro sign-in');
    expect(JSON.stringify(await rowsOf(cloud, 'credentials'))).not.toContain(secret);
  });

  it('is told in Indonesian too', async () => {
    const player = await newProtected('id');
    await cloud.settle();
    expect(subjectsTo(cloud, player.email)).toContain('Langkah kedua ditambahkan ke akun sesetoro Anda');
  });

  it('changes nothing until a right code comes, and nothing after 15 minutes', async () => {
    const player = await newPlayer(cloud);
    const { token } = player;
    const confirm = (code: string) =>
      cloud.api('POST /v1/me/second-factors/totp/confirmations', { token, body: { code } });
    expect(slugOf(await confirm('000000'))).toBe('second-factor-refused');
    const offered = await expectStatus(cloud.api('POST /v1/me/second-factors/totp', { token }), 201);
    const { secret, uri } = offered.body;
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect(uri).not.toContain(encodeURIComponent(player.email));
    expect(slugOf(await confirm(codeIn(secret, 300).code))).toBe('second-factor-refused');
    expect(await factorsOf(token)).toEqual({ methods: [], passkeys: [], recoveryCodesLeft: 0 });
    await expectStatus(logIn(cloud, player.email), 201);
    cloud.turn({ minutes: 15 });
    await expectStatus(stepUp(token, { password: goodPassword }), 200);
    expect(slugOf(await confirm(codeIn(secret, 0).code))).toBe('second-factor-refused');
  });

  it('is done once: there is no second authenticator beside the first', async () => {
    const { token } = await newProtected();
    expect(slugOf(await cloud.api('POST /v1/me/second-factors/totp', { token }))).toBe('second-factor-already-on');
  });
});

describe('a login with a second factor', () => {
  it('has a second step, which opens one session with one code', async () => {
    const player = await newProtected();
    const first = await expectStatus(logIn(cloud, player.email), 202);
    expect(first.body).toMatchObject({ next: 'second-factor', methods: ['totp', 'recovery-code'] });
    expect(first.body.accessToken).toBeUndefined();
    const proof = nextProof(cloud, player.secret);
    const session = await expectStatus(proveSecond(cloud, first.body.challenge, proof), 201);
    expect(await me(session.body.accessToken)).toBe(200);
    expect((await proveSecond(cloud, first.body.challenge, nextProof(cloud, player.secret))).status).toBe(403);
    const again = await challengeOf(cloud, player.email);
    await expectStatus(proveSecond(cloud, again, nextProof(cloud, player.secret)), 201);
  });

  it('answers wrong, used, past and future codes and unknown challenges alike', async () => {
    const player = await newProtected();
    const used = nextProof(cloud, player.secret);
    await expectStatus(proveSecond(cloud, await challengeOf(cloud, player.email), used), 201);
    const challenge = await challengeOf(cloud, player.email);
    const answers = [
      await proveSecond(cloud, challenge, used),
      await proveSecond(cloud, challenge, codeIn(player.secret, -600)),
      await proveSecond(cloud, challenge, codeIn(player.secret, 600)),
      await proveSecond(cloud, challenge, recoveryProof('0000-0000-0000-0000')),
      await proveSecond(cloud, 'A'.repeat(43), nextProof(cloud, player.secret)),
    ];
    const seen = answers.map(({ status, body: { instance: _instance, ...rest } }) => JSON.stringify([status, rest]));
    expect(new Set(seen).size).toBe(1);
    expect(answers.map(slugOf)).toEqual(Array.from({ length: 5 }, () => 'second-factor-refused'));
  });

  it('lets a challenge be tried five times, and for five minutes', async () => {
    const player = await newProtected();
    const tried = await challengeOf(cloud, player.email);
    for (let time = 0; time < 5; time += 1) await proveSecond(cloud, tried, codeIn(player.secret, 900));
    expect(slugOf(await proveSecond(cloud, tried, nextProof(cloud, player.secret)))).toBe('second-factor-refused');
    const late = await challengeOf(cloud, player.email);
    cloud.turn({ minutes: 5 });
    expect(slugOf(await proveSecond(cloud, late, nextProof(cloud, player.secret)))).toBe('second-factor-refused');
    await enter(player);
  });

  it('lets one of many uses of a code in, whichever challenge they come with', async () => {
    const player = await newProtected();
    const challenges = [];
    for (let time = 0; time < 4; time += 1) challenges.push(await challengeOf(cloud, player.email));
    const proof = nextProof(cloud, player.secret);
    const answers = await Promise.all(challenges.map((challenge) => proveSecond(cloud, challenge, proof)));
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => ![201, 403, 409, 429].includes(status))).toEqual([]);
  });

  it('gives a browser its cookies only at the end, and only when one of our pages asks', async () => {
    const { email, password, secret } = await newProtected();
    const page = { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' };
    const body = { email, password, transport: 'cookie' };
    const first = await expectStatus(cloud.api('POST /v1/sessions', { body, headers: page }), 202);
    expect(first.headers.getSetCookie()).toEqual([]);
    const { challenge } = first.body;
    const second = (headers: Record<string, string>) =>
      cloud.api('POST /v1/sessions/second-factors', {
        body: { challenge, secondFactor: nextProof(cloud, secret) },
        headers,
      });
    expect(slugOf(await second({ origin: 'https://attacker.example' }))).toBe('csrf-refused');
    const session = await expectStatus(second(page), 201);
    expect(session.headers.getSetCookie()).toHaveLength(4);
    expect(session.body.accessToken).toBeUndefined();
  });

  it('is recorded at its end, with the device that it names', async () => {
    const player = await newProtected();
    const deviceId = 'device-of-the-second-step';
    const login = async () => {
      const challenge = await challengeOf(cloud, player.email);
      const body = { challenge, deviceId, secondFactor: nextProof(cloud, player.secret) };
      return (await expectStatus(cloud.api('POST /v1/sessions/second-factors', { body }), 201)).body.accessToken;
    };
    await login();
    await login();
    cloud.turn({ days: 1 });
    const token = await login();
    const { devices } = (await cloud.api('GET /v1/me/devices', { token })).body;
    expect(devices).toHaveLength(1);
    expect((await cloud.api('GET /v1/me/logins', { token })).body.logins).toHaveLength(4);
  });

  it('dies with a change of the password it was begun with', async () => {
    const player = await newProtected();
    const token = await enter(player);
    const challenge = await challengeOf(cloud, player.email);
    const body = { currentPassword: goodPassword, newPassword: 'quiet harbours gather silver rain' };
    await expectStatus(cloud.api('PUT /v1/me/password', { token, body }), 204);
    expect(slugOf(await proveSecond(cloud, challenge, nextProof(cloud, player.secret)))).toBe('second-factor-refused');
  });

  it('is slowed per player after ten tries, whatever the challenge, and still lets the owner in', async () => {
    const player = await newProtected();
    const statuses: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const challenge = await challengeOf(cloud, player.email);
      for (let time = 0; time < 5; time += 1)
        statuses.push((await proveSecond(cloud, challenge, codeIn(player.secret, 900))).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), ...Array.from({ length: 5 }, () => 429)]);
    cloud.turn({ minutes: 2 });
    await enter(player);
  });
});

describe('recovery codes', () => {
  it('stand in for the authenticator, each once, and end when new ones are made', async () => {
    const player = await newProtected();
    const [code = '', next = ''] = player.recoveryCodes;
    const login = async (proof: unknown) => proveSecond(cloud, await challengeOf(cloud, player.email), proof);
    const { body } = await expectStatus(login(recoveryProof(code.toUpperCase())), 201);
    expect(await factorsOf(body.accessToken)).toMatchObject({ recoveryCodesLeft: 9 });
    expect((await login(recoveryProof(code))).status).toBe(403);
    const renewed = await expectStatus(
      cloud.api('POST /v1/me/second-factors/recovery-codes', { token: body.accessToken }),
      201,
    );
    expect((await login(recoveryProof(next))).status).toBe(403);
    await expectStatus(login(recoveryProof(renewed.body.recoveryCodes[0])), 201);
  });

  it('are not made for whoever has no other factor', async () => {
    const { token } = await newPlayer(cloud);
    const answer = await cloud.api('POST /v1/me/second-factors/recovery-codes', { token });
    expect(slugOf(answer)).toBe('second-factor-off');
  });
});

describe('a step-up', () => {
  it('takes the password of whoever has nothing else, and is needed after ten minutes', async () => {
    const { token } = await newPlayer(cloud);
    const enrol = () => cloud.api('POST /v1/me/second-factors/totp', { token });
    cloud.turn({ minutes: 10 });
    expect(slugOf(await enrol())).toBe('step-up-needed');
    expect(slugOf(await stepUp(token, { password: 'a wrong but long password' }))).toBe('credentials-refused');
    expect(slugOf(await stepUp(token, { secondFactor: recoveryProof('0000') }))).toBe('second-factor-refused');
    const proven = await expectStatus(stepUp(token, { password: goodPassword }), 200);
    expect(Date.parse(proven.body.provenUntil) - cloud.now().getTime()).toBeGreaterThan(590_000);
    await expectStatus(enrol(), 201);
  });

  it('takes only the second factor of whoever has one', async () => {
    const player = await newProtected();
    cloud.turn({ minutes: 10 });
    expect(slugOf(await stepUp(player.token, { password: goodPassword }))).toBe('second-factor-needed');
    expect((await stepUp(player.token, { secondFactor: codeIn(player.secret, 900) })).status).toBe(403);
    const secondFactor = nextProof(cloud, player.secret);
    await expectStatus(stepUp(player.token, { secondFactor }), 200);
    expect((await stepUp(player.token, { secondFactor })).status).toBe(403);
    expect((await stepUp(player.token, {})).status).toBe(400);
  });
});

describe('turning an authenticator off', () => {
  it('takes one more proof, ends every other session, forgets the recovery codes and tells by mail', async () => {
    const player = await newProtected();
    const token = await enter(player);
    expect(slugOf(await remove(token, codeIn(player.secret, 900)))).toBe('second-factor-refused');
    await expectStatus(remove(token, nextProof(cloud, player.secret)), 204);
    expect([await me(token), await me(player.token)]).toEqual([200, 401]);
    expect(await factorsOf(token)).toEqual({ methods: [], passkeys: [], recoveryCodesLeft: 0 });
    await expectStatus(logIn(cloud, player.email), 201);
    await cloud.settle();
    expect(subjectsTo(cloud, player.email)).toContain('A second step of your sign-in was removed');
    expect(slugOf(await remove(token, codeIn(player.secret, 0)))).toBe('second-factor-off');
  });

  it('takes a recovery code of whoever lost the authenticator', async () => {
    const player = await newProtected();
    await expectStatus(remove(player.token, recoveryProof(player.recoveryCodes[3])), 204);
    await expectStatus(logIn(cloud, player.email), 201);
  });
});

it('leaves no factor behind when the account is closed, and no login half done', async () => {
  const player = await newProtected();
  const closesAt = await beginClosure(cloud, player.token);
  turnTo(cloud, closesAt, { minutesBefore: 0 });
  const challenge = await challengeOf(cloud, player.email);
  await cloud.cloud.fireSchedule('closure');
  await cloud.settle();
  expect(slugOf(await proveSecond(cloud, challenge, nextProof(cloud, player.secret)))).toBe('second-factor-refused');
  expect((await rowsOf(cloud, 'credentials')).filter(({ pk }) => pk === player.playerId)).toEqual([]);
});
