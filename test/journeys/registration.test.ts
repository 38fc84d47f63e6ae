import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import {
  expectStatus,
  goodPassword,
  logIn,
  mailedToken,
  newPlayer,
  registrationBody,
  type RegistrationBody,
} from '#test/support/player.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const register = (body: unknown) => cloud.api('POST /v1/players', { body });
const verify = (token: string | undefined, password = goodPassword) =>
  cloud.api('POST /v1/players/verifications', { body: { token, password } });

/** Registers and answers the mailed token. */
async function registered(changes: Partial<RegistrationBody> = {}): Promise<{ body: RegistrationBody; token: string }> {
  const body = await registrationBody(cloud, changes);
  await expectStatus(register(body), 202);
  await cloud.settle();
  return { body, token: mailedToken(cloud, body.email) ?? '' };
}

describe('registering', () => {
  it('takes e-mail, full name, birth date and phone, and shows them to their owner', async () => {
    const player = await newPlayer(cloud, { fullName: 'Sekar Ayu', phone: '+6281100000001' });
    const { body } = await expectStatus(cloud.api('GET /v1/me', { token: player.token }), 200);
    expect(body).toMatchObject({ email: player.email, fullName: 'Sekar Ayu', birthDate: '1990-06-15' });
    expect(body).toMatchObject({ phone: '+6281100000001', state: 'open', language: 'id' });
  });

  it('assigns an account number of eleven digits that is not the next in a row', async () => {
    const numbers = [await newPlayer(cloud), await newPlayer(cloud)].map(({ accountNumber }) => Number(accountNumber));
    expect(String(numbers[0])).toMatch(/^\d{11}$/);
    expect(Math.abs(Number(numbers[0]) - Number(numbers[1]))).toBeGreaterThan(1);
  });

  it('learns before opening an account what is held, why, how long and with which rights', async () => {
    const { body } = await expectStatus(cloud.api('GET /v1/privacy-notice?jurisdiction=ID&language=en'), 200);
    expect(body.notice.items.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['email', 'fullName', 'birthDate', 'phone', 'identityNumber', 'identityDocument']),
    );
    for (const item of body.notice.items) {
      expect(item).toMatchObject({ what: expect.stringMatching(/\S/), howLong: expect.stringMatching(/\S/) });
      expect(item.why.length).toBeGreaterThan(0);
    }
    expect(body.notice.rights.length).toBeGreaterThanOrEqual(4);
    expect(body.notice.transfer.text).toMatch(/stored in your own country/);
  });

  it('asks for explicit consent to the transfer only where consent is the mechanism', async () => {
    const singapore = await registrationBody(cloud, { jurisdiction: 'SG', language: 'en' });
    const { transferConsent: _given, ...withoutConsent } = singapore;
    expect((await register(withoutConsent)).body.type).toMatch(/transfer-consent-needed$/);
    expect((await register(singapore)).status).toBe(202);
    const ireland = await registrationBody(cloud, { jurisdiction: 'IE', language: 'en', transferConsent: true });
    expect((await register(ireland)).body.type).toMatch(/transfer-consent-not-asked$/);
  });

  it('refuses a notice that has changed since it was shown', async () => {
    const answer = await register(await registrationBody(cloud, { noticeHash: 'a'.repeat(64) }));
    expect(answer.status).toBe(409);
    expect(answer.body.type).toMatch(/notice-outdated$/);
  });

  it.each(['XX', 'MY'])('refuses people of %s, where registration is closed', async (jurisdiction) => {
    const answer = await register(await registrationBody(cloud, { jurisdiction }));
    expect(answer.status).toBe(403);
    expect(answer.body.type).toMatch(/jurisdiction-closed$/);
  });

  it('refuses the under-aged and takes those whose birthday is today', async () => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(cloud.now());
    const birthday = `${Number(today.slice(0, 4)) - 21}${today.slice(4)}`;
    const dayAfter = new Date(Date.parse(birthday) + 86_400_000).toISOString().slice(0, 10);
    expect((await register(await registrationBody(cloud, { birthDate: birthday }))).status).toBe(202);
    const refusal = await register(await registrationBody(cloud, { birthDate: dayAfter }));
    expect(refusal.body.type).toMatch(/under-age$/);
  });

  it.each([
    ['14 characters', 'gM7xq-4ptz!Vw2'],
    ['129 characters', 'k7'.repeat(64) + 'z'],
    ['common words', 'passwordpassword'],
  ])('refuses a password of %s with the rule, not the password', async (_name, password) => {
    const answer = await register(await registrationBody(cloud, { password }));
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).not.toContain(password);
  });

  it('refuses unknown fields, wrong types and missing fields with pointers and never with a value', async () => {
    const body = await registrationBody(cloud);
    const answer = await register({ ...body, phone: 42, role: 'admin', birthDate: 'tomorrow' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/phone', '/role', '/birthDate']));
    expect(JSON.stringify(answer.body)).not.toMatch(/tomorrow|admin"/);
  });

  it('answers malformed JSON that holds a personal value without quoting it', async () => {
    const rawBody = '{"email":"secret-person@example.com",';
    const answer = await cloud.api('POST /v1/players', { rawBody });
    expect(answer.body.type).toMatch(/malformed-json$/);
    expect(JSON.stringify(answer.body)).not.toContain('secret-person');
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.length).toBeGreaterThan(0);
    expect(logs.join('\n')).not.toContain('secret-person');
  });

  it('refuses a body above the limit', async () => {
    const answer = await register({ ...(await registrationBody(cloud)), fullName: 'x'.repeat(70_000) });
    expect(answer.status).toBe(413);
  });
});

describe('verifying', () => {
  it('needs the mailed token and the password of the same registration', async () => {
    const { body, token } = await registered();
    expect((await verify(token, 'another quiet river bends')).status).toBe(403);
    expect((await verify('A'.repeat(43))).status).toBe(403);
    expect((await verify(token)).status).toBe(201);
    expect((await logIn(cloud, body.email)).status).toBe(201);
  });

  it('works once', async () => {
    const { token } = await registered();
    expect((await verify(token)).status).toBe(201);
    expect((await verify(token)).status).toBe(403);
  });

  it('ends after 48 hours', async () => {
    const { token } = await registered();
    cloud.turn({ hours: 48 });
    expect((await verify(token)).status).toBe(403);
  });

  it('is not done by opening the page', async () => {
    const { token } = await registered();
    const page = await cloud.api('GET /verification');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await verify(token)).status).toBe(201);
  });

  it('lets only the first of several registrations of one address win', async () => {
    const stranger = await registered({ fullName: 'A Stranger', password: 'stranger picks odd pebbles' });
    const owner = await registered({ email: stranger.body.email, fullName: 'The Owner' });
    expect((await verify(owner.token)).status).toBe(201);
    expect((await verify(stranger.token, 'stranger picks odd pebbles')).status).toBe(403);
    const session = await expectStatus(logIn(cloud, owner.body.email), 201);
    const me = await cloud.api('GET /v1/me', { token: session.body.accessToken });
    expect(me.body.fullName).toBe('The Owner');
  });

  it('lets one of two at the same moment win', async () => {
    const first = await registered();
    const second = await registered({ email: first.body.email });
    const answers = await Promise.all([verify(first.token), verify(second.token)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 403]);
  });

  it('mails the link again, with one answer for known and unknown addresses', async () => {
    const { body, token } = await registered();
    const known = await cloud.api('POST /v1/players/verifications/resends', { body: { email: body.email } });
    const unknown = await cloud.api('POST /v1/players/verifications/resends', {
      body: { email: 'nobody@example.com' },
    });
    await cloud.settle();
    expect({ status: known.status, body: known.body }).toEqual({ status: unknown.status, body: unknown.body });
    expect(cloud.cloud.mail.mails({ to: 'nobody@example.com' })).toEqual([]);
    const again = mailedToken(cloud, body.email);
    expect(again).not.toBe(token);
    expect((await verify(again)).status).toBe(201);
  });
});

describe('whether an address is known', () => {
  it('does not decide how many mails it can be sent: ten a day, and every answer stays the same', async () => {
    const email = 'much-wanted@example.com';
    const answers = [];
    for (let count = 0; count < 12; count += 1) answers.push(await register(await registrationBody(cloud, { email })));
    await cloud.settle();
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(202));
    expect(cloud.cloud.mail.mails({ to: email })).toHaveLength(10);
  });

  it('is not told by registration: same status, same shape; the owner learns it by mail', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const known = await register(await registrationBody(cloud, { email: player.email.toUpperCase(), language: 'en' }));
    const unknown = await register(await registrationBody(cloud));
    await cloud.settle();
    expect(known.status).toBe(unknown.status);
    expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body));
    // Beside them the mail of the first login.
    const mails = cloud.cloud.mail.mails({ to: player.email }).filter(({ subject }) => !/device/.test(subject ?? ''));
    expect(mails.at(-1)?.text).not.toContain('/verification#');
    expect(mails).toHaveLength(2);
  });

  it('is not told by the calls that registration makes', async () => {
    const player = await newPlayer(cloud);
    const callsOf = async (email: string) => {
      const mark = cloud.cloud.journal.mark();
      await expectStatus(register(await registrationBody(cloud, { email })), 202);
      const entries = cloud.cloud.journal.since(mark).filter(({ functionName }) => functionName?.includes('register'));
      await cloud.settle();
      return entries.map(({ action, resource }) => `${action} ${resource}`).toSorted();
    };
    expect(await callsOf(player.email)).toEqual(await callsOf('fresh-address@example.com'));
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
