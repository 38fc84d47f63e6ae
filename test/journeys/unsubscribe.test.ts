import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const subjects = {
  en: 'You chose to hear news and offers from sesetoro',
  id: 'Anda memilih menerima kabar dan penawaran dari sesetoro',
} as const;
const marketingTo = ({ email }: TestPlayer) =>
  cloud.cloud.mail.mails({ to: email }).filter(({ subject }) => Object.values<string>(subjects).includes(subject));
const headerOf = (mail: { headers: readonly { name: string; value: string }[] }, wanted: string) =>
  mail.headers.find(({ name }) => name === wanted)?.value ?? '';
const stateOf = async ({ token }: TestPlayer) =>
  (await expectStatus(cloud.api('GET /v1/me/consents', { token }), 200)).body.consents[0].channels;
const historyOf = async ({ token }: TestPlayer) =>
  (await expectStatus(cloud.api('GET /v1/me/consents/marketing/history', { token }), 200)).body.rows;

async function agree({ token }: TestPlayer, channels: string[] = ['email', 'sms']) {
  const { body: current } = await cloud.api('GET /v1/consent-texts/marketing?language=en');
  const body = { channels, textHash: current.textHash };
  await expectStatus(cloud.api('PUT /v1/me/consents/marketing', { token, body }), 200);
  await cloud.settle();
}

/** Somebody who agreed, with the mail that says so. */
async function subscriber(language: 'en' | 'id' = 'id') {
  const player = await newPlayer(cloud, { language });
  await agree(player);
  const [mail] = marketingTo(player);
  if (mail === undefined) throw new Error('No mail came');
  const linkToken = /\/unsubscribe#([\w-]{43})/.exec(mail.text ?? '')?.[1] ?? '';
  const address = /^<(.+)>$/.exec(headerOf(mail, 'List-Unsubscribe'))?.[1] ?? '';
  return { player, mail, linkToken, path: new URL(address).pathname };
}

describe('a marketing mail', () => {
  it.each(['en', 'id'] as const)('in %s goes to whoever agreed, once, with both ways out of it', async (language) => {
    const { player, mail, linkToken, path } = await subscriber(language);
    expect(mail.subject).toBe(subjects[language]);
    expect(mail.configurationSet).toBe('sesetoro-marketing');
    expect(path).toBe(`/v1/unsubscribes/${linkToken}`);
    expect(headerOf(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    await agree(player);
    expect(marketingTo(player)).toHaveLength(1);
  });

  it('goes to nobody who registered and said nothing, or agreed to another channel', async () => {
    const player = await newPlayer(cloud);
    expect(marketingTo(player)).toEqual([]);
    await agree(player, ['sms']);
    expect(marketingTo(player)).toEqual([]);
  });

  it('is the only kind that carries these headers', async () => {
    const { player } = await subscriber();
    const others = cloud.cloud.mail
      .mails({ to: player.email })
      .filter(({ subject }) => !Object.values<string>(subjects).includes(subject));
    expect(others.length).toBeGreaterThan(0);
    for (const mail of others) expect(headerOf(mail, 'List-Unsubscribe')).toBe('');
  });
});

describe('unsubscribing', () => {
  it('by the link changes nothing when the page is opened, and ends it when the button is pressed', async () => {
    const { player, linkToken } = await subscriber();
    const page = await cloud.api('GET /unsubscribe');
    expect(page.status).toBe(200);
    expect((await stateOf(player))[0].state).toBe('granted');
    for (let again = 0; again < 2; again += 1) {
      await expectStatus(cloud.api('POST /v1/unsubscribes', { body: { token: linkToken } }), 204);
    }
    expect(await stateOf(player)).toMatchObject([{ state: 'withdrawn' }, { channel: 'sms', state: 'granted' }]);
    expect(await historyOf(player)).toMatchObject([{ source: 'unsubscribe-link' }, {}, {}]);
  });

  it('with one click takes the form of mail programs, twice and weeks later', async () => {
    const { player, path } = await subscriber();
    cloud.turn({ days: 61 });
    for (let again = 0; again < 2; again += 1) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      await expectStatus(cloud.api(`POST ${path}`, { rawBody: 'List-Unsubscribe=One-Click', headers }), 204);
    }
    const session = await cloud.api('POST /v1/sessions', {
      body: { email: player.email, password: player.password, deviceKind: 'android-app' },
    });
    const again = { ...player, token: session.body.accessToken };
    expect((await stateOf(again))[0].state).toBe('withdrawn');
    expect(await historyOf(again)).toMatchObject([{ source: 'one-click', channel: 'email' }, {}, {}]);
  });

  it('answers the same for tokens that were never mailed, and opens no session', async () => {
    const unknown = 'x'.repeat(43);
    for (const answered of [
      await cloud.api('POST /v1/unsubscribes', { body: { token: unknown } }),
      await cloud.api(`POST /v1/unsubscribes/${unknown}`),
    ]) {
      expect(answered.status).toBe(204);
      expect(answered.headers.get('set-cookie') ?? '').toBe('');
    }
    await expectStatus(cloud.api('POST /v1/unsubscribes', { body: { token: 'short' } }), 400);
  });

  it('works after the account was closed, and writes nothing then', async () => {
    const { player, path, linkToken } = await subscriber();
    await closeForGood(cloud, player.token);
    await expectStatus(cloud.api(`POST ${path}`), 204);
    await expectStatus(cloud.api('POST /v1/unsubscribes', { body: { token: linkToken } }), 204);
  });
});
