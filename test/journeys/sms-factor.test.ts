import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import {
  callAs,
  codeTo,
  newNetwork,
  newPhonePlayer,
  otherThan,
  textsTo,
  turnSmsOn,
  type PhonePlayer,
} from '#test/support/phone-player.ts';
import { expectStatus, goodPassword, logIn } from '#test/support/player.ts';
import { askForReset, subjectsTo } from '#test/support/recovery.ts';
import { challengeOf, nextProof, proveSecond, recoveryProof, turnTotpOn } from '#test/support/second-factor.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

type Protected = PhonePlayer & { recoveryCodes: string[] };

async function newProtected(changes: { jurisdiction?: string; language?: 'en' | 'id' } = {}): Promise<Protected> {
  const player = await newPhonePlayer(cloud, changes);
  return { ...player, recoveryCodes: await turnSmsOn(cloud, player) };
}

const slugOf = ({ body }: ApiAnswer) => body.type.split('/').at(-1);
const smsProof = (code: string) => ({ method: 'sms', code }) as const;
const me = async (token: string) => (await cloud.api('GET /v1/me', { token })).status;

async function ask(route: string, body: unknown, from = newNetwork()): Promise<ApiAnswer> {
  const answer = await cloud.api(route, { body, headers: from });
  await cloud.settle();
  return answer;
}

const askAtLogin = (challenge: string, from?: Record<string, string>) =>
  ask('POST /v1/sessions/second-factors/sms-codes', { challenge }, from);
const askInSession = (player: PhonePlayer) => callAs(cloud, player, ['POST /v1/me/step-ups/sms-codes']);
const askAtReset = (token: string) => ask('POST /v1/password-resets/sms-codes', { token });
const stepUp = ({ token }: { token: string }, secondFactor: unknown) =>
  cloud.api('POST /v1/me/step-ups', { token, body: { secondFactor } });
const removeSms = (player: PhonePlayer, secondFactor: unknown) =>
  callAs(cloud, player, ['POST /v1/me/second-factors/sms/removals', { secondFactor }]);

/** Signs in with both steps. */
async function enter({ email, phone }: PhonePlayer): Promise<string> {
  const challenge = await challengeOf(cloud, email);
  await expectStatus(askAtLogin(challenge), 202);
  return (await expectStatus(proveSecond(cloud, challenge, smsProof(codeTo(cloud, phone))), 201)).body.accessToken;
}

describe('a login', () => {
  it('is completed by the code that it was sent, once', async () => {
    const player = await newProtected();
    const first = await expectStatus(logIn(cloud, player.email), 202);
    expect(first.body.methods).toEqual(['sms', 'recovery-code']);
    expect((await expectStatus(askAtLogin(first.body.challenge), 202)).body).toEqual(first.body);
    const code = codeTo(cloud, player.phone);
    const session = await expectStatus(proveSecond(cloud, first.body.challenge, smsProof(code)), 201);
    expect(await me(session.body.accessToken)).toBe(200);
    const again = await challengeOf(cloud, player.email);
    expect(slugOf(await proveSecond(cloud, again, smsProof(code)))).toBe('second-factor-refused');
    expect(await enter(player)).toMatch(/^\S+$/);
  });

  it('answers wrong, used, replaced and foreign codes, and codes that nobody asked for, alike', async () => {
    const player = await newProtected();
    const challenge = await challengeOf(cloud, player.email);
    const unasked = await proveSecond(cloud, challenge, smsProof('000000'));
    const other = await challengeOf(cloud, player.email);
    await expectStatus(askAtLogin(other), 202);
    const foreign = codeTo(cloud, player.phone);
    const fromElsewhere = await proveSecond(cloud, challenge, smsProof(foreign));
    await expectStatus(askAtLogin(challenge), 202);
    const code = codeTo(cloud, player.phone);
    const wrong = await proveSecond(cloud, challenge, smsProof(otherThan(code)));
    const replaced = await proveSecond(cloud, other, smsProof(foreign));
    const answers = [unasked, fromElsewhere, wrong, replaced];
    const seen = answers.map(({ status, body: { instance: _instance, ...rest } }) => JSON.stringify([status, rest]));
    expect([...new Set(seen)]).toHaveLength(1);
    expect(slugOf(unasked)).toBe('second-factor-refused');
    await expectStatus(proveSecond(cloud, challenge, smsProof(code)), 201);
  });

  it('takes no code after the challenge has ended, and sends none for an unknown, used or ended one', async () => {
    const player = await newProtected();
    const used = await challengeOf(cloud, player.email);
    await expectStatus(askAtLogin(used), 202);
    await expectStatus(proveSecond(cloud, used, smsProof(codeTo(cloud, player.phone))), 201);
    const late = await challengeOf(cloud, player.email);
    await expectStatus(askAtLogin(late), 202);
    const sent = textsTo(cloud, player.phone).length;
    cloud.turn({ minutes: 5 });
    expect((await proveSecond(cloud, late, smsProof(codeTo(cloud, player.phone)))).status).toBe(403);
    for (const challenge of [used, late, 'A'.repeat(43)]) {
      expect(slugOf(await askAtLogin(challenge))).toBe('second-factor-refused');
    }
    expect(textsTo(cloud, player.phone)).toHaveLength(sent);
  });

  it('sends no code to whoever has another factor, nor after the password was changed', async () => {
    const other = await newPhonePlayer(cloud);
    await turnTotpOn(cloud, other);
    expect(slugOf(await askAtLogin(await challengeOf(cloud, other.email)))).toBe('second-factor-off');
    expect(textsTo(cloud, other.phone)).toEqual([]);
    const player = await newProtected();
    const challenge = await challengeOf(cloud, player.email);
    const body = { currentPassword: goodPassword, newPassword: 'quiet harbours gather silver rain' };
    await expectStatus(cloud.api('PUT /v1/me/password', { token: player.token, body }), 204);
    expect(slugOf(await askAtLogin(challenge))).toBe('second-factor-refused');
  });

  it('is sent five codes a day to one number, however many challenges and networks there are', async () => {
    const player = await newProtected();
    const asked: ApiAnswer[] = [];
    for (let count = 0; count < 5; count += 1) asked.push(await askAtLogin(await challengeOf(cloud, player.email)));
    // The first of the day turned the factor on.
    expect(asked.map(({ status }) => status)).toEqual([202, 202, 202, 202, 429]);
    expect(slugOf(asked[4]!)).toBe('too-many-attempts');
    expect(Number(asked[4]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(textsTo(cloud, player.phone)).toHaveLength(5);
    const byPaper = recoveryProof(player.recoveryCodes[0]);
    await expectStatus(proveSecond(cloud, await challengeOf(cloud, player.email), byPaper), 201);
  });

  it('dies with the number that its code went to', async () => {
    const player = await newProtected();
    const challenge = await challengeOf(cloud, player.email);
    await expectStatus(askAtLogin(challenge), 202);
    const code = codeTo(cloud, player.phone);
    const phone = `${player.phone}7`;
    await expectStatus(callAs(cloud, player, ['POST /v1/me/phone-changes', { phone }]), 202);
    const body = { code: codeTo(cloud, phone) };
    await expectStatus(callAs(cloud, player, ['POST /v1/me/phone-changes/confirmations', body]), 200);
    expect((await proveSecond(cloud, challenge, smsProof(code))).status).toBe(403);
    expect(await enter({ ...player, phone })).toMatch(/^\S+$/);
  });
});

describe('a step-up', () => {
  it('takes a code of whoever has no other factor: of this session, once', async () => {
    const player = await newProtected();
    const other = { ...player, token: await enter(player) };
    cloud.turn({ minutes: 10 });
    const enrol = () => cloud.api('POST /v1/me/second-factors/totp', { token: player.token });
    expect(slugOf(await enrol())).toBe('step-up-needed');
    await expectStatus(askInSession(player), 202);
    const code = codeTo(cloud, player.phone);
    expect(slugOf(await stepUp(other, smsProof(code)))).toBe('second-factor-refused');
    expect(slugOf(await stepUp(player, smsProof(otherThan(code))))).toBe('second-factor-refused');
    await expectStatus(stepUp(player, smsProof(code)), 200);
    expect(slugOf(await stepUp(player, smsProof(code)))).toBe('second-factor-refused');
    await expectStatus(enrol(), 201);
  });

  it('takes no code after ten minutes, and sends none where codes are not on', async () => {
    const player = await newProtected();
    await expectStatus(askInSession(player), 202);
    cloud.turn({ minutes: 10 });
    expect((await stepUp(player, smsProof(codeTo(cloud, player.phone)))).status).toBe(403);
    const plain = await newPhonePlayer(cloud);
    expect(slugOf(await askInSession(plain))).toBe('second-factor-off');
    expect(textsTo(cloud, plain.phone)).toEqual([]);
  });
});

describe('turning codes by text message off', () => {
  it('takes one more proof, ends other sessions, forgets recovery codes, and tells mailbox and phone', async () => {
    const player = await newProtected({ language: 'en', jurisdiction: 'SG' });
    const other = await enter(player);
    expect(slugOf(await removeSms(player, smsProof('000000')))).toBe('second-factor-refused');
    await expectStatus(askInSession(player), 202);
    await expectStatus(removeSms(player, smsProof(codeTo(cloud, player.phone))), 204);
    expect([await me(player.token), await me(other)]).toEqual([200, 401]);
    expect(subjectsTo(cloud, player.email)).toContain('A second step of your sign-in was removed');
    expect(textsTo(cloud, player.phone).at(-1)).toMatch(/^sesetoro: a second step of your sign-in was removed/);
    const rows = (await rowsOf(cloud, 'credentials')).filter(({ pk }) => pk === player.playerId);
    expect(rows.map(({ sk }) => sk)).toEqual(['password']);
    expect(slugOf(await removeSms(player, smsProof('000000')))).toBe('second-factor-off');
    await expectStatus(logIn(cloud, player.email), 201);
  });

  it('takes a code of the paper too, and says it in Indonesian', async () => {
    const player = await newProtected();
    await expectStatus(removeSms(player, recoveryProof(player.recoveryCodes[2])), 204);
    expect(subjectsTo(cloud, player.email)).toContain('Langkah kedua akun sesetoro Anda dihapus');
    expect(textsTo(cloud, player.phone).at(-1)).toMatch(/^sesetoro: langkah kedua akun Anda dihapus/);
  });

  it('leaves what else is on, which tells the phone when it goes as well', async () => {
    const player = await newProtected();
    await turnTotpOn(cloud, player);
    const methodsOf = async () => (await cloud.api('GET /v1/me/second-factors', { token: player.token })).body.methods;
    expect(await methodsOf()).toEqual(['totp', 'sms', 'recovery-code']);
    await expectStatus(askInSession(player), 202);
    const body = { secondFactor: smsProof(codeTo(cloud, player.phone)) };
    await expectStatus(callAs(cloud, player, ['POST /v1/me/second-factors/totp/removals', body]), 204);
    expect(await methodsOf()).toEqual(['sms', 'recovery-code']);
    expect(textsTo(cloud, player.phone).at(-1)).toMatch(/^sesetoro: langkah kedua/);
    const { secret, recoveryCodes } = await turnTotpOn(cloud, player);
    expect(recoveryCodes).toEqual([]);
    const sent = textsTo(cloud, player.phone).length;
    await expectStatus(removeSms(player, nextProof(cloud, secret)), 204);
    expect(await methodsOf()).toEqual(['totp', 'recovery-code']);
    expect(textsTo(cloud, player.phone)).toHaveLength(sent + 1);
  });

  it('sends no text message to a number that no code has proved', async () => {
    const player = await newPhonePlayer(cloud);
    const { secret } = await turnTotpOn(cloud, player);
    const body = { secondFactor: nextProof(cloud, secret) };
    await expectStatus(callAs(cloud, player, ['POST /v1/me/second-factors/totp/removals', body]), 204);
    expect(subjectsTo(cloud, player.email)).toContain('Langkah kedua akun sesetoro Anda dihapus');
    expect(textsTo(cloud, player.phone)).toEqual([]);
  });
});

describe('a new password', () => {
  const password = 'gentle rivers carry seven lanterns';
  const complete = (token: string, secondFactor?: unknown) =>
    cloud.api('POST /v1/password-resets/completions', {
      body: { token, password, ...(secondFactor === undefined ? {} : { secondFactor }) },
    });

  it('takes the code that is sent to whoever holds the mailed link, and to nobody else', async () => {
    const player = await newProtected();
    const token = (await askForReset(cloud, player.email)) ?? '';
    expect(slugOf(await complete(token))).toBe('second-factor-needed');
    expect(slugOf(await askAtReset('A'.repeat(43)))).toBe('reset-refused');
    const challenge = await challengeOf(cloud, player.email);
    await expectStatus(askAtLogin(challenge), 202);
    expect(slugOf(await complete(token, smsProof(codeTo(cloud, player.phone))))).toBe('second-factor-needed');
    await expectStatus(askAtReset(token), 202);
    const code = codeTo(cloud, player.phone);
    expect(slugOf(await complete(token, smsProof(otherThan(code))))).toBe('second-factor-needed');
    await expectStatus(complete(token, smsProof(code)), 204);
    expect(slugOf(await askAtReset(token))).toBe('reset-refused');
    expect(slugOf(await complete(token, smsProof(code)))).toBe('reset-refused');
    expect((await logIn(cloud, player.email, password)).status).toBe(202);
  });

  it('asks for no code where none is on, and its page offers one in both languages', async () => {
    const player = await newPhonePlayer(cloud);
    const token = (await askForReset(cloud, player.email)) ?? '';
    expect(slugOf(await askAtReset(token))).toBe('second-factor-off');
    const page = (await cloud.api('GET /password-reset')).body;
    for (const words of ['Send me a code by text message', 'Kirim kode melalui SMS']) expect(page).toContain(words);
  });
});

it('nothing asked of what its function may not touch', () => {
  expect(cloud.cloud.denials()).toEqual([]);
});
