import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noticeTexts, openBreachDesk, postBreach, type BreachDesk } from '#test/support/breach-desk.ts';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { confirmPayment } from '#test/support/processor.ts';
import { newStaff, setStaffState } from '#test/support/staff.ts';

let cloud: TestCloud;
let desk: BreachDesk;
let english: TestPlayer;
let indonesian: TestPlayer;
let singaporean: TestPlayer;

beforeAll(async () => {
  cloud = await startTestCloud();
  english = await newPlayer(cloud, { language: 'en' });
  indonesian = await newPlayer(cloud, { language: 'id' });
  singaporean = await newPlayer(cloud, { language: 'en', jurisdiction: 'SG' });
});
afterAll(() => cloud[Symbol.asyncDispose]());
/** Access tokens of staff last ten minutes, and tests turn the clock. */
beforeEach(async () => {
  desk = await openBreachDesk(cloud);
});

const people = (...players: TestPlayer[]) => ({ kind: 'people', playerIds: players.map(({ playerId }) => playerId) });
const noticesTo = ({ email }: TestPlayer) =>
  cloud.cloud.mail.mails({ to: email }).filter(({ text }) => /taken between|diambil antara/.test(text ?? ''));
const affectedRows = async (breachId: string) =>
  (await rowsOf(cloud, 'breaches')).filter(({ pk, sk }) => pk === breachId && String(sk).startsWith('affected#'));
const auditOf = async (breachId: string) =>
  (await rowsOf(cloud, 'evidence')).filter(({ pk }) => pk === `breach#${breachId}`).map(({ action }) => action);

/** Pays a deposit by virtual account, so that bank details are held. */
async function payByVirtualAccount(player: TestPlayer): Promise<void> {
  const amountMinor = 2_500_000;
  const headers = { 'idempotency-key': randomUUID() };
  const body = { method: 'virtual-account', amountMinor };
  const { body: deposit } = await expectStatus(
    cloud.api('POST /v1/me/deposits', { body, token: player.token, headers }),
    201,
  );
  const bankAccount = { bankCode: 'BCA', accountNumber: '5210987654', holderName: 'WULAN KUSUMA' };
  const { paymentReference, currency } = deposit;
  const paid = { paymentReference, amountMinor, currency, bankAccount };
  await expectStatus(confirmPayment(cloud, 'virtual-account', paid), 202);
}

/** Records, approves and sends a breach, and waits until mail events came. */
async function tell(changes: Parameters<BreachDesk['draft']>[0]): Promise<string> {
  const { body } = await desk.draft(changes);
  await cloud.settle();
  await expectStatus(desk.approve(body.breachId), 200);
  await expectStatus(desk.notify(body.breachId), 202);
  await cloud.settle();
  return body.breachId;
}

describe('whoever was affected', () => {
  it('gets one mail in their language that names what was exposed of theirs and nothing else', async () => {
    await payByVirtualAccount(indonesian);
    await cloud.settle();
    const breachId = await tell({ exposedFields: ['phone', 'bankAccount'], scope: people(english, indonesian) });
    expect(noticesTo(english)).toHaveLength(1);
    expect(noticesTo(indonesian)).toHaveLength(1);
    expect(noticesTo(singaporean)).toHaveLength(0);
    const [mail] = noticesTo(english);
    expect(mail?.text).toContain(noticeTexts.en.whatOccurred);
    expect(mail?.text).toContain(noticeTexts.en.whatWasDone);
    expect(mail?.text).toContain(noticeTexts.en.whatYouCanDo);
    expect(mail?.text).toContain('Phone number');
    expect(mail?.text).not.toContain('Bank account');
    const [surat] = noticesTo(indonesian);
    expect(surat?.text).toContain(noticeTexts.id.whatOccurred);
    expect(surat?.text).toContain('Nomor telepon');
    expect(surat?.text).toContain('Rekening bank');
    const { body } = await desk.read(breachId);
    expect(body.notices.counts).toMatchObject({ delivered: 2, listed: 0, queued: 0, bounced: 0 });
  });

  it('is nobody who never had an exposed field', async () => {
    const before = cloud.cloud.mail.mails({ to: english.email }).length;
    const breachId = await tell({ exposedFields: ['bankAccount'], scope: people(english, indonesian) });
    expect((await affectedRows(breachId)).map(({ playerId }) => playerId)).toEqual([indonesian.playerId]);
    expect(cloud.cloud.mail.mails({ to: english.email })).toHaveLength(before);
  });

  it('is found by store and window, each once, and counted by jurisdiction', async () => {
    const at = cloud.now().toISOString();
    const scope = { kind: 'store', store: 'players', from: at, to: at };
    const { body } = await desk.draft({ scope });
    expect(body).toMatchObject({ state: 'draft', list: { state: 'building' } });
    await cloud.settle();
    const { body: shown } = await desk.read(body.breachId);
    expect(shown.list).toMatchObject({ state: 'ready', affectedCount: 3, byJurisdiction: { ID: 2, SG: 1 } });
    expect(shown.clocks.map(({ jurisdiction }: { jurisdiction: string }) => jurisdiction)).toEqual(['ID', 'SG']);
    const rows = await affectedRows(body.breachId);
    expect(new Set(rows.map(({ playerId }) => playerId)).size).toBe(3);
  });

  it('is nobody who came after the window', async () => {
    const { body } = await desk.draft({
      scope: { kind: 'store', store: 'players', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' },
    });
    await cloud.settle();
    expect((await desk.read(body.breachId)).body.list).toMatchObject({ state: 'ready', affectedCount: 0 });
  });

  it('is who gave an ID number before the leak, even when another replaced it since', async () => {
    const giver = await newPlayer(cloud, { language: 'en' });
    const give = (identityNumber: string) =>
      cloud.api('PUT /v1/me/kyc/identity', { token: giver.token, body: { identityNumber } });
    await expectStatus(give('3171011506904321'), 204);
    cloud.turn({ minutes: 2 });
    const leakedAt = cloud.now().toISOString();
    cloud.turn({ minutes: 2 });
    await expectStatus(give('3171011506908765'), 204);
    const window = { from: leakedAt, to: leakedAt };
    const scope = { kind: 'store', store: 'kyc', ...window };
    const { body } = await desk.draft({ exposedFields: ['identityNumber', 'identityDocument'], scope });
    await cloud.settle();
    expect(await affectedRows(body.breachId)).toMatchObject([
      { playerId: giver.playerId, exposedFields: ['identityNumber'], jurisdiction: 'ID' },
    ]);
  });

  it('is told after closing the account too, in so far as data was kept', async () => {
    const leaver = await newPlayer(cloud, { language: 'en' });
    await closeForGood(cloud, leaver.token);
    cloud.turn({ minutes: 5 });
    // What two days have set off is done first; and access tokens of staff last ten minutes.
    await cloud.settle();
    desk = await openBreachDesk(cloud);
    const at = cloud.now().toISOString();
    const breachId = await tell({
      exposedFields: ['email', 'phone'],
      scope: { ...people(leaver), from: at, to: at },
    });
    const [mail] = noticesTo(leaver);
    expect(mail?.text).toContain('E-mail address');
    expect(mail?.text).not.toContain('Phone number');
    expect((await desk.read(breachId)).body.notices.counts.delivered).toBe(1);
  });
});

describe('counts', () => {
  it('are what mail events said: delivered, bounced and suppressed, and the lists say the same', async () => {
    const bouncing = await newPlayer(cloud, { language: 'en' });
    const suppressed = await newPlayer(cloud, { language: 'en' });
    cloud.cloud.mail.marks.set(bouncing.email, 'bounce');
    cloud.cloud.mail.marks.set(suppressed.email, 'suppress');
    const breachId = await tell({ scope: people(english, bouncing, suppressed) });
    const { body } = await desk.read(breachId);
    expect(body.notices.counts).toMatchObject({ delivered: 1, bounced: 1, suppressed: 1, queued: 0, sent: 0 });
    const states = (await affectedRows(breachId)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['bounced', 'delivered', 'suppressed']));
    cloud.turn({ minutes: 2 });
    await cloud.settle();
    expect((await desk.read(breachId)).body).toMatchObject({ state: 'notified', clocks: [{ subjectsState: 'met' }] });
  });
});

describe('a notice', () => {
  it('is never approved by its author', async () => {
    const { body } = await desk.draft({ scope: people(english) });
    await cloud.settle();
    const own = await desk.approve(body.breachId, desk.author);
    expect(own.status).toBe(409);
    expect(own.body.type).toMatch(/breach-author-approving$/);
  });

  it('is approved only in the words and with the list that were shown', async () => {
    const { body } = await desk.draft({ scope: people(english) });
    const building = await desk.approve(body.breachId);
    expect([200, 409]).toContain(building.status);
    await cloud.settle();
    const { body: shown } = await desk.read(body.breachId);
    const texts = { ...noticeTexts, en: { ...noticeTexts.en, whatWasDone: 'We did more.' } };
    await expectStatus(desk.edit(body.breachId, { version: shown.version, texts }), 200);
    const late = await cloud.api(`POST /v1/staff/breaches/${body.breachId}/approvals`, {
      token: desk.approver.token,
      body: { noticeHash: shown.noticeHash },
    });
    expect(late.status).toBe(409);
    expect(late.body.type).toMatch(/breach-notice-changed$/);
  });

  it('loses its approval when it is edited, and is not sent without one', async () => {
    const { body } = await desk.draft({ scope: people(english) });
    await cloud.settle();
    expect((await desk.notify(body.breachId)).status).toBe(409);
    const { body: approved } = await expectStatus(desk.approve(body.breachId), 200);
    expect(approved.state).toBe('approved');
    const scope = people(english, indonesian);
    const { body: edited } = await expectStatus(desk.edit(body.breachId, { version: approved.version, scope }), 200);
    expect(edited).toMatchObject({ state: 'draft', approvals: [], list: { state: 'building' } });
    expect((await desk.notify(body.breachId)).status).toBe(409);
    await cloud.settle();
    expect((await desk.read(body.breachId)).body.list).toMatchObject({ state: 'ready', affectedCount: 2 });
    expect(await auditOf(body.breachId)).toContain('breach-edited');
  });

  it('built anew lists nobody whom the new scope does not name', async () => {
    const { body } = await desk.draft({ scope: people(english, indonesian) });
    await cloud.settle();
    const { body: ready } = await desk.read(body.breachId);
    await expectStatus(desk.edit(body.breachId, { version: ready.version, scope: people(singaporean) }), 200);
    await cloud.settle();
    const rows = await affectedRows(body.breachId);
    expect(rows.map(({ playerId }) => playerId)).toEqual([singaporean.playerId]);
    const { body: shown } = await desk.read(body.breachId);
    expect(shown.list.affectedCount).toBe(1);
    expect(shown.list.hash).not.toBe(ready.list.hash);
  });

  it('is edited only by somebody who saw its present version', async () => {
    const { body } = await desk.draft({ scope: people(english) });
    const changed = await desk.edit(body.breachId, { version: 7, exposedFields: ['phone'] });
    expect(changed.status).toBe(409);
    expect(changed.body.type).toMatch(/state-changed$/);
  });

  it('is withdrawn as a draft and then neither edited, approved nor sent', async () => {
    const { body } = await desk.draft({ scope: people(english) });
    await cloud.settle();
    const { body: withdrawn } = await expectStatus(desk.withdraw(body.breachId), 200);
    expect(withdrawn.state).toBe('withdrawn');
    const after = [
      await desk.withdraw(body.breachId),
      await desk.approve(body.breachId),
      await desk.notify(body.breachId),
      await desk.edit(body.breachId, { version: withdrawn.version, exposedFields: ['phone'] }),
    ];
    expect(after.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
  });

  it('is sent once, however often it is asked for', async () => {
    const once = await newPlayer(cloud, { language: 'en' });
    const { body } = await desk.draft({ scope: people(once) });
    await cloud.settle();
    await expectStatus(desk.approve(body.breachId), 200);
    const answers = await Promise.all([desk.notify(body.breachId), desk.notify(body.breachId)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 409]));
    await cloud.settle();
    expect(noticesTo(once)).toHaveLength(1);
  });
});

describe('recording a breach', () => {
  it('starts the clocks of regulator and subjects at awareness and freezes them', async () => {
    const awareAt = new Date(cloud.now().getTime() - 3_600_000).toISOString();
    const { body } = await desk.draft({ awareAt, scope: people(english) });
    await cloud.settle();
    const due = new Date(Date.parse(awareAt) + 72 * 3_600_000).toISOString();
    const { body: shown } = await desk.read(body.breachId);
    expect(shown.clocks).toMatchObject([
      { jurisdiction: 'ID', regulatorBy: due, subjectsBy: due, subjectsState: 'running' },
    ]);
  });

  it('answers the same breach for the same key and body, and refuses another body', async () => {
    const key = randomUUID();
    const changes = { scope: people(english), awareAt: cloud.now().toISOString() };
    const first = await postBreach(cloud, { by: desk.author, key }, changes);
    const again = await postBreach(cloud, { by: desk.author, key }, changes);
    expect(again.body.breachId).toBe(first.body.breachId);
    const other = await postBreach(cloud, { by: desk.author, key }, { ...changes, exposedFields: ['phone'] });
    expect(other.status).toBe(422);
  });

  it.each([
    ['an e-mail address', 'Write to wulan@example.com.'],
    ['a phone number', 'Call +62 812-3456-7890.'],
    ['a card number', 'The card 4111 1111 1111 1111 was seen.'],
  ])('refuses words that quote %s, and does not repeat it', async (quoted, whatOccurred) => {
    const texts = { ...noticeTexts, en: { ...noticeTexts.en, whatOccurred } };
    const refused = await postBreach(cloud, { by: desk.author }, { texts, scope: people(english) });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([
      { pointer: '/texts/en/whatOccurred', detail: expect.stringContaining(quoted) },
    ]);
    expect(JSON.stringify(refused.body)).not.toContain(whatOccurred);
  });

  it('refuses fields of nobody, an empty scope, a window that ends before it starts and awareness of the future', async () => {
    const later = new Date(cloud.now().getTime() + 3_600_000).toISOString();
    const answers = [
      await postBreach(cloud, { by: desk.author }, { exposedFields: ['staffRoles'] }),
      await postBreach(cloud, { by: desk.author }, { exposedFields: [] }),
      await postBreach(cloud, { by: desk.author }, { scope: { kind: 'people', playerIds: [] } }),
      await postBreach(
        cloud,
        { by: desk.author },
        {
          scope: { kind: 'store', store: 'kyc', from: '2027-02-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
        },
      ),
      await postBreach(cloud, { by: desk.author }, { awareAt: later }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  });

  it('is for data-protection officers who are active', async () => {
    const reviewer = await newStaff(cloud, 'reviewer', ['kyc-reviewer']);
    expect((await postBreach(cloud, { by: reviewer }, {})).status).toBe(403);
    const gone = await newStaff(cloud, 'gone', ['dpo']);
    await setStaffState(cloud, gone.staffId, { state: 'disabled', roles: ['dpo'] });
    expect((await postBreach(cloud, { by: gone }, {})).status).toBe(403);
    expect((await cloud.api('GET /v1/staff/breaches')).status).toBe(401);
  });
});

describe('the register', () => {
  it('lists breaches, latest first, page by page, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await expectStatus(
        cloud.api(`GET /v1/staff/breaches?limit=3${cursor}`, { token: desk.author.token }),
        200,
      );
      seen.push(...body.breaches.map(({ breachId }: { breachId: string }) => breachId));
      cursor = body.cursor === undefined ? '' : `&cursor=${encodeURIComponent(body.cursor)}`;
    } while (cursor !== '');
    const recorded = (await rowsOf(cloud, 'breaches')).filter(({ sk }) => sk === 'breach').map(({ pk }) => pk);
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toHaveLength(recorded.length);
    expect(new Set(seen)).toEqual(new Set(recorded));
  });

  it('answers 404 for a breach that does not exist', async () => {
    expect((await desk.read('0'.repeat(26))).status).toBe(404);
  });
});

it('no function was denied what it needs, and none had a defect', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
