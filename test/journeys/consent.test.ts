import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { setAttribute } from '#test/support/credentials.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const textIn = async (language: 'en' | 'id') =>
  (await expectStatus(cloud.api(`GET /v1/consent-texts/marketing?language=${language}`), 200)).body;
const list = ({ token }: TestPlayer) => cloud.api('GET /v1/me/consents', { token });
const grant = ({ token }: TestPlayer, body: { channels: string[]; textHash: string }) =>
  cloud.api('PUT /v1/me/consents/marketing', { token, body });
const withdraw = ({ token }: TestPlayer) => cloud.api('DELETE /v1/me/consents/marketing', { token });
const history = ({ token }: TestPlayer, query = '') =>
  cloud.api(`GET /v1/me/consents/marketing/history${query}`, { token });
const ledgerOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'consents')).filter(({ pk }) => pk === playerId);

describe('a consent', () => {
  it('is never given by registering, and nothing is written of whoever says nothing', async () => {
    const player = await newPlayer(cloud);
    const { body } = await expectStatus(list(player), 200);
    expect(body.consents).toMatchObject([
      {
        purpose: 'marketing',
        channels: [
          { channel: 'email', state: 'never-given' },
          { channel: 'sms', state: 'never-given' },
        ],
        current: { language: 'id' },
      },
    ]);
    expect(await ledgerOf(player)).toEqual([]);
    expect((await history(player)).body).toEqual({ rows: [] });
  });

  it('shows the consent to the transfer beside, where registration asked for one', async () => {
    const player = await newPlayer(cloud, { jurisdiction: 'SG', language: 'en' });
    const { body: notice } = await cloud.api('GET /v1/privacy-notice?jurisdiction=SG&language=en');
    const { body } = await expectStatus(list(player), 200);
    expect(body.transfer !== undefined).toBe(notice.notice.transfer.mechanism === 'consent');
    expect(body.consents[0].current.text).toContain('I agree that sesetoro');
  });

  it.each(['en', 'id'] as const)('in %s is bound to the exact words that were shown', async (language) => {
    const player = await newPlayer(cloud, { language });
    const { text, textHash, textVersion } = await textIn(language);
    expect(textHash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    const { body } = await expectStatus(grant(player, { channels: ['email'], textHash }), 200);
    expect(body.channels).toMatchObject([
      { channel: 'email', state: 'granted', textHash },
      { channel: 'sms', state: 'never-given' },
    ]);
    const { rows } = (await history(player)).body;
    expect(rows).toMatchObject([
      { channel: 'email', decision: 'granted', source: 'privacy-centre', shown: { textHash, textVersion, language } },
    ]);
    const [evidence] = (await rowsOf(cloud, 'evidence')).filter(
      ({ action, subjectId }) => action === 'consent-granted' && subjectId === player.playerId,
    );
    expect(evidence).toMatchObject({ pk: `consent#${player.playerId}`, context: { channel: 'email' } });
  });

  it('cannot be given to words that are unknown, to no channel, to another purpose, or without a login', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('en');
    const stale = await expectStatus(grant(player, { channels: ['email'], textHash: '0'.repeat(64) }), 409);
    expect(stale.body.type).toMatch(/consent-text-outdated$/);
    await expectStatus(grant(player, { channels: [], textHash }), 400);
    await expectStatus(grant(player, { channels: ['post'], textHash }), 400);
    await expectStatus(cloud.api('GET /v1/consent-texts/profiling?language=en'), 400);
    await expectStatus(cloud.api('PUT /v1/me/consents/marketing', { body: { channels: ['email'], textHash } }), 401);
    expect(await ledgerOf(player)).toEqual([]);
  });

  it('covers exactly the channels that were chosen last', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('id');
    await expectStatus(grant(player, { channels: ['email', 'sms'], textHash }), 200);
    await expectStatus(grant(player, { channels: ['email', 'sms'], textHash }), 200);
    const { body } = await expectStatus(grant(player, { channels: ['sms'], textHash }), 200);
    expect(body.channels).toMatchObject([{ state: 'withdrawn' }, { state: 'granted' }]);
    expect((await history(player)).body.rows).toHaveLength(3);
  });
});

describe('an objection', () => {
  it('ends a consent at once, as often as one likes, and leaves one row of each channel', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('id');
    await expectStatus(grant(player, { channels: ['email'], textHash }), 200);
    for (let again = 0; again < 3; again += 1) await expectStatus(withdraw(player), 204);
    const { channels } = (await expectStatus(list(player), 200)).body.consents[0];
    expect(channels).toMatchObject([{ state: 'withdrawn' }, { state: 'withdrawn' }]);
    const { rows } = (await history(player)).body;
    expect(rows.map(({ channel, decision }: Record<string, string>) => `${channel} ${decision}`)).toEqual([
      'sms withdrawn',
      'email withdrawn',
      'email granted',
    ]);
  });

  it('is taken while the account closes, when nothing can be agreed to any more', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('id');
    await expectStatus(grant(player, { channels: ['email'], textHash }), 200);
    await setAttribute(cloud, { table: 'players', pk: player.playerId, sk: 'account' }, ['state', 'closing']);
    await expectStatus(grant(player, { channels: ['sms'], textHash }), 409);
    await expectStatus(withdraw(player), 204);
    expect((await list(player)).body.consents[0].channels[0].state).toBe('withdrawn');
  });

  it('races with a consent and both are written down in one order', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('id');
    await expectStatus(grant(player, { channels: ['email'], textHash }), 200);
    for (let round = 0; round < 4; round += 1) {
      const [objected] = await Promise.all([
        withdraw(player),
        withdraw(player),
        grant(player, { channels: ['email'], textHash }),
      ]);
      expect(objected.status).toBe(204);
    }
    const rows = await ledgerOf(player);
    const emails = rows.filter(({ sk, channel }) => String(sk).startsWith('row#') && channel === 'email');
    const ordered = emails.toSorted((one, other) => Number(one['position']) - Number(other['position']));
    expect(ordered.map(({ position }) => position)).toEqual(ordered.map((_, index) => index + 1));
    const times = ordered.map(({ changedAt }) => String(changedAt));
    for (const [index, time] of times.slice(1).entries()) expect(time > String(times[index])).toBe(true);
    for (const [index, { decision }] of ordered.entries()) {
      expect(decision).toBe(index % 2 === 0 ? 'granted' : 'withdrawn');
    }
    const state = rows.find(({ sk }) => sk === 'state#marketing#email');
    expect(state).toMatchObject({ position: ordered.length, decision: ordered.at(-1)?.['decision'] });
  });
});

describe('the ledger', () => {
  it('is read page by page to its end, newest first', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('id');
    for (let round = 0; round < 3; round += 1) {
      await expectStatus(grant(player, { channels: ['email'], textHash }), 200);
      await expectStatus(withdraw(player), 204);
    }
    const all = (await history(player)).body.rows;
    expect(all).toHaveLength(7);
    const seen: unknown[] = [];
    let query = '?limit=2';
    for (let page = 0; page < 5 && query !== ''; page += 1) {
      const { body } = await expectStatus(history(player, query), 200);
      seen.push(...body.rows);
      query = body.cursor === undefined ? '' : `?limit=2&cursor=${encodeURIComponent(body.cursor)}`;
    }
    expect(seen).toEqual(all);
    await expectStatus(history(player, '?cursor=state'), 400);
  });

  it('names nobody’s address, number or name, and ends with the contact data of a closed account', async () => {
    const player = await newPlayer(cloud);
    const { textHash } = await textIn('id');
    await expectStatus(grant(player, { channels: ['email', 'sms'], textHash }), 200);
    const text = JSON.stringify(await ledgerOf(player));
    for (const value of [player.email, '6281234567890', 'Wulan', player.accountNumber])
      expect(text).not.toContain(value);
    await closeForGood(cloud, player.token);
    const rows = await ledgerOf(player);
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(Number(row['expiresAtSeconds'])).toBeGreaterThan(cloud.now().getTime() / 1000);
  });
});
