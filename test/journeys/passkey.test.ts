import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePasskey, publicKeyOf, type KeyAlgorithm, type Misbehaviour } from '#test/support/authenticator.ts';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import {
  creationOptionsOf,
  loginOptionsOf,
  passkeyOrigin,
  passkeyProof,
  sessionOptionsOf,
  turnPasskeyOn,
  type OwnPasskey,
} from '#test/support/passkey.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { subjectsTo } from '#test/support/recovery.ts';
import { challengeOf, proveSecond, recoveryProof, turnTotpOn, nextProof } from '#test/support/second-factor.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

type Protected = TestPlayer & OwnPasskey;
type PasskeyProof = ReturnType<typeof passkeyProof>;

async function newProtected(given: Parameters<typeof turnPasskeyOn>[2] = {}): Promise<Protected> {
  const player = await newPlayer(cloud, { language: 'en' });
  return { ...player, ...(await turnPasskeyOn(cloud, player, given)) };
}

const slugOf = ({ body }: ApiAnswer) => body.type.split('/').at(-1);
const factorsOf = async (token: string) =>
  (await expectStatus(cloud.api('GET /v1/me/second-factors', { token }), 200)).body;
const add = (token: string, passkey: unknown, name = 'Phone') =>
  cloud.api('POST /v1/me/second-factors/passkeys', { token, body: { name, passkey } });
const remove = (token: string, passkeyId: string) =>
  cloud.api(`DELETE /v1/me/second-factors/passkeys/${passkeyId}`, { token });
const stepUp = (token: string, secondFactor: unknown) =>
  cloud.api('POST /v1/me/step-ups', { token, body: { secondFactor } });

/** Takes both steps of a login with a passkey that behaves, or not. */
async function tryToEnter({ email, passkey }: Protected, wrong: Misbehaviour = {}): Promise<ApiAnswer> {
  const challenge = await challengeOf(cloud, email);
  const options = await loginOptionsOf(cloud, challenge);
  return proveSecond(cloud, challenge, passkeyProof(passkey, options, wrong));
}
const enter = async (player: Protected): Promise<string> =>
  (await expectStatus(tryToEnter(player), 201)).body.accessToken;

describe('a passkey', () => {
  it.each<KeyAlgorithm>(['ES256', 'EdDSA', 'RS256'])(
    'of %s is added, and is the second step of a login',
    async (algorithm) => {
      const player = await newProtected({ algorithm });
      expect(new Set(player.recoveryCodes).size).toBe(10);
      const first = await expectStatus(logIn(cloud, player.email), 202);
      expect(first.body.methods).toEqual(['passkey', 'recovery-code']);
      const token = await enter(player);
      expect((await cloud.api('GET /v1/me', { token })).status).toBe(200);
    },
  );

  it('is asked for by options that name the host of our pages, a verified person and an opaque account', async () => {
    const player = await newPlayer(cloud);
    const options = await creationOptionsOf(cloud, player.token);
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'sesetoro' },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required', requireResidentKey: false },
      excludeCredentials: [],
    });
    expect(JSON.stringify(options)).not.toContain(player.email);
    const { passkey } = await turnPasskeyOn(cloud, player);
    const again = await creationOptionsOf(cloud, player.token);
    expect(again.excludeCredentials).toEqual([
      { type: 'public-key', id: passkey.credentialId, transports: ['internal'] },
    ]);
    expect(await sessionOptionsOf(cloud, player.token)).toMatchObject({
      rpId: 'localhost',
      userVerification: 'required',
      allowCredentials: again.excludeCredentials,
    });
  });

  it('ends every other session, is told by mail and stands in the list with its name', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const other = (await expectStatus(logIn(cloud, player.email), 201)).body.accessToken;
    const { passkeyId, passkey } = await turnPasskeyOn(cloud, player, { name: 'Kunci di laci' });
    expect((await cloud.api('GET /v1/me', { token: other })).status).toBe(401);
    const listed = await factorsOf(player.token);
    expect(listed).toEqual({
      methods: ['passkey', 'recovery-code'],
      passkeys: [{ passkeyId, name: 'Kunci di laci', createdAt: expect.stringMatching(/Z$/) }],
      recoveryCodesLeft: 10,
    });
    const token = await enter({ ...player, passkey, passkeyId, recoveryCodes: [] });
    const [used] = (await factorsOf(token)).passkeys;
    expect(Date.parse(used.lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(used.createdAt));
    await cloud.settle();
    expect(subjectsTo(cloud, player.email)).toContain('A second step was added to your sesetoro sign-in');
    const rows = JSON.stringify(await rowsOf(cloud, 'credentials'));
    for (const secret of ['Kunci di laci', publicKeyOf(passkey)]) expect(rows).not.toContain(secret);
  });

  it('proves again who holds a session, once per challenge', async () => {
    const player = await newProtected();
    cloud.turn({ minutes: 10 });
    const enrol = () => cloud.api('POST /v1/me/second-factors/totp', { token: player.token });
    expect(slugOf(await enrol())).toBe('step-up-needed');
    const proof = passkeyProof(player.passkey, await sessionOptionsOf(cloud, player.token));
    await expectStatus(stepUp(player.token, proof), 200);
    expect(slugOf(await stepUp(player.token, proof))).toBe('second-factor-refused');
    await expectStatus(enrol(), 201);
  });

  it('turns an authenticator off, and stays', async () => {
    const player = await newProtected();
    await turnTotpOn(cloud, player);
    const proof = passkeyProof(player.passkey, await sessionOptionsOf(cloud, player.token));
    const removal = { token: player.token, body: { secondFactor: proof } };
    await expectStatus(cloud.api('POST /v1/me/second-factors/totp/removals', removal), 204);
    expect((await factorsOf(player.token)).methods).toEqual(['passkey', 'recovery-code']);
  });

  it('of which the device counts must count on, even when two devices hold it', async () => {
    const player = await newProtected({ count: 5 });
    await enter(player);
    expect(player.passkey.count).toBe(6);
    for (const count of [6, 5, 1, 0]) {
      expect(slugOf(await tryToEnter(player, { count })), `${count}`).toBe('second-factor-refused');
    }
    const { playerId, passkeyId } = player;
    const told = cloud.cloud.logs.read('sesetoro-session-prove-second').join('\n');
    expect(told).toContain('PASSKEY_COPIED');
    expect(told).toContain(JSON.stringify({ subjectId: playerId, recordId: passkeyId }).slice(1, -1));
    player.passkey.count = 10;
    await enter(player);
  });
});

describe('a passkey that is made wrongly', () => {
  const wrongs: [string, Misbehaviour][] = [
    ['on a page of somebody else', { origin: 'http://attacker.example' }],
    ['for another service', { rpId: 'attacker.example' }],
    ['without a verified person', { isVerified: false }],
    ['for another challenge', { challenge: 'A'.repeat(43) }],
    ['in a page of somebody else', { crossOrigin: true }],
    ['as if it signed in', { type: 'webauthn.get' }],
    ['with an attestation', { format: 'packed' }],
    ['with one that nobody knows', { format: 'unheard-of' }],
  ];

  it('is refused, always alike', async () => {
    const { token } = await newPlayer(cloud);
    for (const [how, wrong] of wrongs) {
      const { answer } = makePasskey(await creationOptionsOf(cloud, token), { origin: passkeyOrigin, ...wrong });
      expect(slugOf(await add(token, answer)), how).toBe('passkey-refused');
    }
    const { answer } = makePasskey(await creationOptionsOf(cloud, token), { origin: passkeyOrigin });
    const otherId = { ...answer, id: 'AAAA', rawId: 'AAAA' };
    expect(slugOf(await add(token, otherId))).toBe('passkey-refused');
    const garbage = { ...answer.response, attestationObject: 'AAAA' };
    expect(slugOf(await add(token, { ...answer, response: garbage }))).toBe('passkey-refused');
    expect((await add(token, {})).status).toBe(400);
    expect((await factorsOf(token)).methods).toEqual([]);
    await expectStatus(add(token, answer), 201);
  });

  it('is refused for a challenge that was used, replaced, of another session, of a use, or that has ended', async () => {
    const player = await newPlayer(cloud);
    const { token } = player;
    const make = (options: Parameters<typeof makePasskey>[0]) => makePasskey(options, { origin: passkeyOrigin }).answer;
    const replaced = make(await creationOptionsOf(cloud, token));
    const used = make(await creationOptionsOf(cloud, token));
    expect(slugOf(await add(token, replaced))).toBe('passkey-refused');
    await expectStatus(add(token, used), 201);
    expect(slugOf(await add(token, used))).toBe('passkey-refused');
    const options = await creationOptionsOf(cloud, token);
    const { challenge } = await sessionOptionsOf(cloud, token);
    expect(slugOf(await add(token, make({ ...options, challenge })))).toBe('passkey-refused');
    const stranger = await newPlayer(cloud);
    await creationOptionsOf(cloud, stranger.token);
    expect(slugOf(await add(stranger.token, make(options)))).toBe('passkey-refused');
    cloud.turn({ minutes: 5 });
    expect(slugOf(await add(token, make(options)))).toBe('passkey-refused');
  });

  it('needs a fresh proof for every step', async () => {
    const { token, passkeyId } = await newProtected();
    cloud.turn({ minutes: 10 });
    const asked = await cloud.api('POST /v1/me/second-factors/passkeys/options', { token });
    expect([slugOf(asked), slugOf(await remove(token, passkeyId))]).toEqual(['step-up-needed', 'step-up-needed']);
    const { answer } = makePasskey(
      { rp: { id: 'localhost' }, user: { id: 'AAAA' }, challenge: 'A'.repeat(43) },
      { origin: passkeyOrigin },
    );
    expect(slugOf(await add(token, answer))).toBe('step-up-needed');
  });

  it('is the eleventh: ten are enough', async () => {
    const { token } = await newPlayer(cloud);
    for (let made = 0; made < 10; made += 1) await turnPasskeyOn(cloud, { token }, { name: `Key ${made}` });
    const eleventh = await cloud.api('POST /v1/me/second-factors/passkeys/options', { token });
    expect(slugOf(eleventh)).toBe('passkeys-used-up');
    const { passkeys } = await factorsOf(token);
    expect(passkeys.map(({ name }: { name: string }) => name)).toHaveLength(10);
    await expectStatus(remove(token, passkeys[3].passkeyId), 204);
    await turnPasskeyOn(cloud, { token }, { name: 'Key in its place' });
  });
});

describe('a signature that is wrong', () => {
  it('is refused, always alike, whatever is wrong with it', async () => {
    const player = await newProtected();
    const other = await newProtected();
    const challenge = async () => challengeOf(cloud, player.email);
    const proveWith = async (change: (proof: PasskeyProof) => unknown, wrong: Misbehaviour = {}) => {
      const waiting = await challenge();
      const options = await loginOptionsOf(cloud, waiting);
      return proveSecond(cloud, waiting, change(passkeyProof(player.passkey, options, wrong)));
    };
    const keep = (proof: PasskeyProof) => proof;
    const inResponse = (change: Record<string, string>) => (proof: PasskeyProof) => {
      const { assertion } = proof;
      return { ...proof, assertion: { ...assertion, response: { ...assertion.response, ...change } } };
    };
    const foreign = await loginOptionsOf(cloud, await challengeOf(cloud, other.email));
    const answers = [
      await proveWith(keep, { origin: 'http://attacker.example' }),
      await proveWith(keep, { rpId: 'attacker.example' }),
      await proveWith(keep, { isVerified: false }),
      await proveWith(keep, { challenge: 'A'.repeat(43) }),
      await proveWith(keep, { challenge: foreign.challenge }),
      await proveWith(keep, { crossOrigin: true }),
      await proveWith(keep, { type: 'webauthn.create' }),
      await proveWith(keep, { userHandle: other.passkey.userHandle }),
    ];
    cloud.turn({ hours: 2 });
    answers.push(
      await proveWith(() => passkeyProof(other.passkey, foreign)),
      await proveWith((proof) => {
        const { signature } = proof.assertion.response;
        const bytes = Buffer.from(signature, 'base64url');
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
        return inResponse({ signature: bytes.toString('base64url') })(proof);
      }),
      await proveWith(inResponse({ signature: 'AAAA' })),
      await proveWith(inResponse({ authenticatorData: 'AAAA' })),
      await proveWith(inResponse({ clientDataJSON: 'AAAA' })),
      await proveWith(({ assertion, ...proof }) => ({ ...proof, assertion: { ...assertion, rawId: 'AAAA' } })),
    );
    const seen = answers.map(({ status, body: { instance: _instance, ...rest } }) => JSON.stringify([status, rest]));
    expect(new Set(seen).size).toBe(1);
    expect(slugOf(answers[0]!)).toBe('second-factor-refused');
    cloud.turn({ hours: 2 });
    await enter(player);
  });

  it('is refused for a challenge that was used, has ended, or was given to another login or a session', async () => {
    const player = await newProtected();
    const [first, second] = [await challengeOf(cloud, player.email), await challengeOf(cloud, player.email)];
    const ofFirst = passkeyProof(player.passkey, await loginOptionsOf(cloud, first));
    const ofSession = passkeyProof(player.passkey, await sessionOptionsOf(cloud, player.token));
    await loginOptionsOf(cloud, second);
    expect(slugOf(await proveSecond(cloud, second, ofFirst))).toBe('second-factor-refused');
    expect(slugOf(await proveSecond(cloud, second, ofSession))).toBe('second-factor-refused');
    expect(slugOf(await stepUp(player.token, ofFirst))).toBe('second-factor-refused');
    await expectStatus(proveSecond(cloud, first, ofFirst), 201);
    expect(slugOf(await proveSecond(cloud, first, ofFirst))).toBe('second-factor-refused');
    cloud.turn({ minutes: 5 });
    expect(slugOf(await stepUp(player.token, ofSession))).toBe('second-factor-refused');
  });

  it('is refused with the passkey of another account, though that was asked to sign', async () => {
    const [player, other] = [await newProtected(), await newProtected()];
    const challenge = await challengeOf(cloud, player.email);
    const options = await loginOptionsOf(cloud, challenge);
    const proof = passkeyProof(other.passkey, options, { userHandle: null });
    expect(slugOf(await proveSecond(cloud, challenge, proof))).toBe('second-factor-refused');
  });

  it('costs a try as every proof does', async () => {
    const player = await newProtected();
    const statuses = [];
    for (let time = 0; time < 12; time += 1) statuses.push((await tryToEnter(player, { isVerified: false })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429, 429]);
  });

  it('of many at once with one challenge lets in one', async () => {
    const player = await newProtected();
    const challenge = await challengeOf(cloud, player.email);
    const proof = passkeyProof(player.passkey, await loginOptionsOf(cloud, challenge));
    const answers = await Promise.all(Array.from({ length: 4 }, () => proveSecond(cloud, challenge, proof)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('is asked for only where there is a passkey, and of a login that waits', async () => {
    const { email, token } = await newPlayer(cloud);
    const ask = (challenge: string) =>
      cloud.api('POST /v1/sessions/second-factors/passkey-options', { body: { challenge } });
    expect(slugOf(await cloud.api('POST /v1/me/step-ups/passkey-options', { token }))).toBe('second-factor-off');
    expect(slugOf(await ask('A'.repeat(43)))).toBe('second-factor-refused');
    await turnTotpOn(cloud, { token });
    expect(slugOf(await ask(await challengeOf(cloud, email)))).toBe('second-factor-off');
  });
});

describe('removing a passkey', () => {
  it('ends what it opened elsewhere, tells by mail, and leaves the others', async () => {
    const player = await newProtected({ name: 'Lost phone' });
    const kept = await turnPasskeyOn(cloud, player, { name: 'Tablet' });
    expect(kept.recoveryCodes).toEqual([]);
    const elsewhere = await enter(player);
    await expectStatus(remove(player.token, player.passkeyId), 204);
    expect((await cloud.api('GET /v1/me', { token: elsewhere })).status).toBe(401);
    expect(slugOf(await tryToEnter(player))).toBe('second-factor-refused');
    const token = await enter({ ...player, ...kept });
    expect((await factorsOf(token)).passkeys).toMatchObject([{ name: 'Tablet' }]);
    expect((await remove(token, player.passkeyId)).status).toBe(404);
    await cloud.settle();
    expect(subjectsTo(cloud, player.email)).toContain('A second step of your sign-in was removed');
  });

  it('takes the recovery codes along when it was the last factor', async () => {
    const player = await newProtected();
    await expectStatus(remove(player.token, player.passkeyId), 204);
    expect(await factorsOf(player.token)).toEqual({ methods: [], passkeys: [], recoveryCodesLeft: 0 });
    await expectStatus(logIn(cloud, player.email), 201);
  });

  it('is not for the passkey of somebody else', async () => {
    const [player, other] = [await newProtected(), await newProtected()];
    expect((await remove(player.token, other.passkeyId)).status).toBe(404);
    expect((await factorsOf(other.token)).passkeys).toHaveLength(1);
  });
});

it('stands beside an authenticator: either opens the account, and a recovery code when both are lost', async () => {
  const player = await newProtected();
  const { secret, recoveryCodes } = await turnTotpOn(cloud, player);
  expect(recoveryCodes).toEqual([]);
  const first = await expectStatus(logIn(cloud, player.email), 202);
  expect(first.body.methods).toEqual(['passkey', 'totp', 'recovery-code']);
  await expectStatus(proveSecond(cloud, first.body.challenge, nextProof(cloud, secret)), 201);
  const again = await challengeOf(cloud, player.email);
  await expectStatus(proveSecond(cloud, again, recoveryProof(player.recoveryCodes[0])), 201);
  await enter(player);
});

it('leaves nothing behind when the account is closed', async () => {
  const player = await newProtected();
  await turnPasskeyOn(cloud, player, { name: 'Tablet' });
  const token = await enter(player);
  expect(slugOf(await stepUp(token, recoveryProof('0000')))).toBe('second-factor-refused');
  await closeForGood(cloud, token);
  expect((await rowsOf(cloud, 'credentials')).filter(({ pk }) => pk === player.playerId)).toEqual([]);
});
