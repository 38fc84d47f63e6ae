import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import {
  ageVersion,
  openPolicyDesk,
  otherwiseWorded,
  summary,
  withoutPhone,
  type PolicyDesk,
} from '#test/support/policy-desk.ts';

let cloud: TestCloud;
let desk: PolicyDesk;
let indonesian: TestPlayer;
let singaporean: TestPlayer;

beforeAll(async () => {
  cloud = await startTestCloud();
  indonesian = await newPlayer(cloud, { language: 'id' });
  singaporean = await newPlayer(cloud, { language: 'en', jurisdiction: 'SG' });
});
afterAll(() => cloud[Symbol.asyncDispose]());
/** Access tokens of staff last ten minutes, and tests turn the clock. */
beforeEach(async () => {
  desk = await openPolicyDesk(cloud);
});

const slugOf = ({ body }: ApiAnswer): string => String(body.type).split('/').at(-1) ?? '';
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const mailsAbout = (player: TestPlayer, words: RegExp) =>
  cloud.cloud.mail.mails({ to: player.email }).filter(({ subject }) => words.test(subject));
const policyOf = (player: TestPlayer) => cloud.api('GET /v1/me/policy', { token: player.token });
const accountOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
const answersOf = async ({ playerId }: TestPlayer) =>
  (await rowsOf(cloud, 'players')).filter(({ pk, sk }) => pk === playerId && String(sk).startsWith('policy#'));
const deposit = (player: TestPlayer) =>
  cloud.api('POST /v1/me/deposits', {
    token: player.token,
    body: { method: 'dana', amountMinor: 1_000_000 },
    headers: { 'idempotency-key': sha256(`${player.playerId}${cloud.now().getTime()}`).slice(0, 36) },
  });
/** Signs in anew: access tokens of players last half an hour. */
async function signIn(player: TestPlayer): Promise<void> {
  const { body } = await expectStatus(logIn(cloud, player.email), 201);
  player.token = body.accessToken;
}
const lines = ({ en, id }: { en: string[]; id: string[] }) => [...en, ...id].join(' ');

describe('the first version', () => {
  it('is proposed by one person, approved by another and tells nobody', async () => {
    const early = await desk.propose({ kind: 'minor' });
    expect([early.status, slugOf(early)]).toEqual([409, 'policy-state-refused']);
    const { body } = await expectStatus(desk.propose({ kind: 'initial' }), 201);
    expect(body).toMatchObject({ version: 1, state: 'proposed', basedOn: 0, differences: [], approvals: [] });
    const hidden = await cloud.api('GET /v1/policy-versions/1?jurisdiction=ID&language=id');
    expect(hidden.status).toBe(404);
    const own = await desk.approve(1, desk.author);
    expect([own.status, slugOf(own)]).toEqual([409, 'policy-author-approving']);
    const otherHash = await cloud.api('POST /v1/staff/policy-versions/1/approvals', {
      token: desk.approver.token,
      body: { policyHash: '0'.repeat(64) },
    });
    expect(slugOf(otherHash)).toBe('policy-version-changed');
    const approved = await expectStatus(desk.approve(1), 200);
    expect(approved.body).toMatchObject({ state: 'published', approvals: [{ staffId: desk.approver.staffId }] });
    expect(slugOf(await desk.approve(1))).toBe('policy-state-refused');
    await cloud.settle();
    expect((await expectStatus(desk.read(1), 200)).body.announcement).toBeUndefined();
    expect(mailsAbout(indonesian, /Kebijakan privasi/)).toEqual([]);
  });

  it('is read by anybody, with the hash of its text, which is what people agree to', async () => {
    for (const [jurisdiction, language] of [
      ['ID', 'id'],
      ['SG', 'en'],
    ]) {
      const query = `jurisdiction=${jurisdiction}&language=${language}`;
      const { body } = await expectStatus(cloud.api(`GET /v1/policy-versions/1?${query}`), 200);
      expect(sha256(body.text)).toBe(body.textHash);
      const notice = await expectStatus(cloud.api(`GET /v1/privacy-notice?${query}`), 200);
      expect(notice.body.noticeHash).toBe(body.textHash);
      expect(JSON.parse(body.text)).toEqual(notice.body.notice);
    }
    expect((await cloud.api('GET /v1/policy-versions/1?jurisdiction=ZZ&language=id')).status).toBe(404);
    expect((await cloud.api('GET /v1/policy-versions/9?jurisdiction=ID&language=id')).status).toBe(404);
  });

  it('is followed by nothing while nothing changes', async () => {
    expect(slugOf(await desk.propose({ kind: 'minor' }))).toBe('policy-unchanged');
    expect(slugOf(await desk.propose({ kind: 'initial' }))).toBe('policy-state-refused');
    const { body } = await expectStatus(policyOf(indonesian), 200);
    expect(body).toMatchObject({ atRegistration: { version: 1 }, consents: [], changedSince: [] });
  });
});

describe('a material change', () => {
  it('cannot be called minor, lie in the past, or be approved by who wrote it', async () => {
    cloud.turn({ hours: 2 });
    desk = await openPolicyDesk(cloud);
    await ageVersion(cloud, 1, withoutPhone);
    const minor = await desk.propose({ kind: 'minor' });
    expect([minor.status, slugOf(minor)]).toEqual([409, 'policy-change-material']);
    expect(minor.body.errors).toEqual([{ pointer: '/kind', detail: 'field-added: phone' }]);
    const past = await desk.propose({ kind: 'material', effectiveFrom: '2020-01-01T00:00:00Z' });
    expect([past.status, past.body.errors?.[0]?.pointer]).toEqual([400, '/effectiveFrom']);
    expect((await desk.propose({ kind: 'material', summary: { ...summary, en: 'Ask a@b.example' } })).status).toBe(400);
    expect((await desk.read(77)).status).toBe(404);
  });

  it('is mailed to everybody once, in their language, before it holds; the same is not proposed twice', async () => {
    const effectiveFrom = new Date(cloud.now().getTime() + 3_600_000).toISOString();
    const proposed = await expectStatus(desk.propose({ kind: 'material', effectiveFrom }), 201);
    expect(proposed.body.differences).toEqual([{ kind: 'field-added', about: 'phone', weight: 'material' }]);
    const again = await desk.propose({ kind: 'material', effectiveFrom });
    expect([again.status, slugOf(again)]).toEqual([409, 'policy-state-refused']);
    await expectStatus(desk.approve(2), 200);
    await cloud.settle();
    const [surat, ...others] = mailsAbout(indonesian, /Kebijakan privasi kami berubah/);
    expect(others).toEqual([]);
    expect(surat?.text).toContain('Data baru yang kami simpan: Nomor telepon');
    expect(surat?.text).toContain(summary.id);
    expect(surat?.text).toContain('persetujuan tegas');
    const [mail, ...more] = mailsAbout(singaporean, /Our privacy policy changes/);
    expect(more).toEqual([]);
    expect(mail?.text).toContain('New data that we hold: Phone number');
    expect(mail?.text).toContain(summary.en);
    const { body } = await expectStatus(desk.read(2), 200);
    expect(body.announcement).toEqual({
      state: 'done',
      startsAt: expect.any(String),
      visited: 2,
      mailed: 2,
      askedForConsent: 2,
      toAcknowledge: 0,
    });
  });

  it('leaves everything working until its day, and asks for consent from then on', async () => {
    await signIn(indonesian);
    await expectStatus(deposit(indonesian), 201);
    cloud.turn({ hours: 1, minutes: 1 });
    await signIn(indonesian);
    const refused = await deposit(indonesian);
    expect([refused.status, slugOf(refused)]).toEqual([403, 'consent-required']);
    expect(await answersOf(indonesian)).toEqual([]);
    const { body } = await expectStatus(policyOf(indonesian), 200);
    expect(body).toMatchObject({ current: { version: 2 }, consentDue: { version: 2 }, consents: [] });
    expect(body.changedSince.map(({ version }: { version: number }) => version)).toEqual([]);
  });

  it('is consented to explicitly, to the text that was shown, and then everything works again', async () => {
    await signIn(indonesian);
    const consent = (body: unknown) => cloud.api('POST /v1/me/policy/consents', { token: indonesian.token, body });
    const textHash = (await policyOf(indonesian)).body.current.textHash;
    const stale = await consent({ version: 2, textHash: 'f'.repeat(64) });
    expect([stale.status, slugOf(stale)]).toEqual([409, 'notice-outdated']);
    expect(slugOf(await consent({ version: 1, textHash }))).toBe('policy-consent-not-asked');
    expect((await consent({ version: 99, textHash })).status).toBe(404);
    expect((await consent({ version: 2 })).status).toBe(400);
    const given = await expectStatus(consent({ version: 2, textHash }), 201);
    expect(given.body).toEqual({ version: 2, at: expect.stringMatching(/^\d{4}-/), textHash, language: 'id' });
    await expectStatus(deposit(indonesian), 201);
    expect(slugOf(await consent({ version: 2, textHash }))).toBe('policy-consent-not-asked');
    const { body } = await expectStatus(policyOf(indonesian), 200);
    expect(body.consents).toMatchObject([{ version: 2, textHash, language: 'id' }]);
    expect(body.consentDue).toBeUndefined();
  });

  it('lets who declines see their data, end sessions and close the account', async () => {
    await signIn(singaporean);
    const { token } = singaporean;
    expect(slugOf(await deposit(singaporean))).toBe('consent-required');
    await expectStatus(cloud.api('GET /v1/me', { token }), 200);
    await expectStatus(cloud.api('GET /v1/me/payments', { token }), 200);
    const leaver = await newPlayer(cloud, { language: 'en', jurisdiction: 'SG' });
    await expectStatus(cloud.api('POST /v1/me/closure', { token: leaver.token }), 202);
    await expectStatus(cloud.api('POST /v1/me/closure', { token }), 202);
    await cloud.settle();
  });
});

describe('a minor change', () => {
  it('is there for everybody on its day, without a mail and without keeping anybody out', async () => {
    await ageVersion(cloud, 2, otherwiseWorded);
    const version = await desk.publish({ kind: 'minor' });
    expect(version).toBe(3);
    await cloud.settle();
    expect((await desk.read(3)).body.announcement).toMatchObject({ state: 'waiting', visited: 0 });
    expect(lines((await desk.read(3)).body.changes)).toMatch(/wording.*Susunan kata/);
    cloud.turn({ hours: 1, minutes: 2 });
    await cloud.settle();
    desk = await openPolicyDesk(cloud);
    expect((await desk.read(3)).body.announcement).toMatchObject({ state: 'done', mailed: 0, askedForConsent: 0 });
    expect(mailsAbout(indonesian, /Kebijakan privasi/)).toHaveLength(1);
    expect(await accountOf(indonesian)).toMatchObject({ policyToAcknowledge: 3 });
  });

  it('is acknowledged by who uses the service on, once, with its time, and that is never consent', async () => {
    await signIn(indonesian);
    await expectStatus(deposit(indonesian), 201);
    const at = (await answersOf(indonesian)).find(({ policyVersion }) => policyVersion === 3)?.['policyDecidedAt'];
    await signIn(indonesian);
    const { body } = await expectStatus(policyOf(indonesian), 200);
    expect(body.acknowledgements).toEqual([{ how: 'acknowledged-by-use', version: 3, at }]);
    expect(body.consents.map(({ version }: { version: number }) => version)).toEqual([2]);
    expect(body.toAcknowledge).toBeUndefined();
    expect(body.changedSince).toEqual([]);
  });
});

describe('versions', () => {
  it('stay readable for ever, newest first, page by page', async () => {
    const first = await expectStatus(cloud.api('GET /v1/policy-versions?limit=2'), 200);
    expect(first.body.versions.map(({ version }: { version: number }) => version)).toEqual([3, 2]);
    const { body } = await expectStatus(cloud.api(`GET /v1/policy-versions?limit=2&cursor=${first.body.cursor}`), 200);
    expect(body.versions).toMatchObject([{ version: 1, kind: 'initial' }]);
    expect(body.cursor).toBeUndefined();
    for (const version of [1, 2, 3]) {
      const shown = await expectStatus(
        cloud.api(`GET /v1/policy-versions/${version}?jurisdiction=IE&language=en`),
        200,
      );
      expect(sha256(shown.body.text)).toBe(shown.body.textHash);
    }
  });
});
