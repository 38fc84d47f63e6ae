import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { denial, openRequestDesk, wholeQueue, type RequestDesk } from '#test/support/request-desk.ts';
import { evidenceOfRequest, makeRequest, newestMail } from '#test/support/requests.ts';

let cloud: TestCloud;
let desk: RequestDesk;
beforeAll(async () => {
  cloud = await startTestCloud();
  desk = await openRequestDesk(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());

const slugOf = ({ body }: ApiAnswer) => body?.type.split('/').at(-1);
const pointersOf = ({ body }: ApiAnswer) => body.errors.map(({ pointer }: { pointer: string }) => pointer);
const ago = (span: { days?: number; minutes?: number }) =>
  new Date(cloud.now().getTime() - (span.days ?? 0) * 86_400_000 - (span.minutes ?? 0) * 60_000).toISOString();
const show = (token: string, requestId: string) => cloud.api(`GET /v1/me/requests/${requestId}`, { token });
const confirm = (token: string, requestId: string) =>
  cloud.api(`POST /v1/me/requests/${requestId}/confirmations`, { token });
const own = async (player: TestPlayer, type: string, text?: string): Promise<string> =>
  (await expectStatus(makeRequest(cloud, player.token, { type, ...(text !== undefined && { text }) }), 201)).body
    .requestId;

async function mailOf(player: TestPlayer) {
  await cloud.settle();
  return newestMail(cloud, player.email);
}

describe('a request that support writes down', () => {
  it.each([
    ['en', 'Please confirm your request about your data'],
    ['id', 'Mohon konfirmasi permintaan Anda tentang data Anda'],
  ] as const)('waits until its person confirms it in a session, and a mail without link asks (%s)', async (...told) => {
    const [language, subject] = told;
    const player = await newPlayer(cloud, { language });
    const receivedAt = ago({ days: 1 });
    const given = { accountNumber: player.accountNumber, channel: 'post', receivedAt };
    const { body } = await expectStatus(desk.takeIn(given), 201);
    expect(body.state).toBe('identity-pending');
    expect(Date.parse(body.dueAt) - Date.parse(receivedAt)).toBe(72 * 3_600_000);
    const mail = await mailOf(player);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).not.toContain('http');

    const confirmed = await expectStatus(confirm(player.token, body.requestId), 200);
    expect(confirmed.body).toMatchObject({ state: 'verified', channel: 'post', receivedAt, dueAt: body.dueAt });
    expect(slugOf(await confirm(player.token, body.requestId))).toBe('request-state-refused');
    const evidence = await evidenceOfRequest(cloud, body.requestId);
    expect(evidence).toMatchObject([
      { action: 'request-received', actorId: desk.staffIds.support, context: { caseReference: 'CASE-3107' } },
      { action: 'request-confirmed', actorKind: 'player' },
    ]);
  });

  it('makes nothing a duplicate before it is confirmed, and becomes one itself', async () => {
    const player = await newPlayer(cloud);
    const written = (await expectStatus(desk.takeIn({ playerId: player.playerId }), 201)).body.requestId;
    const first = await own(player, 'access');
    expect((await show(player.token, first)).body.state).toBe('verified');
    const { body } = await expectStatus(confirm(player.token, written), 200);
    expect(body).toMatchObject({ state: 'duplicate', primaryId: first });
    expect((await mailOf(player))?.subject).toBe('Anda sudah mengajukan permintaan ini sebelumnya');
  });

  it('is one for one key', async () => {
    const { playerId } = await newPlayer(cloud);
    const [key, receivedAt] = [randomUUID(), ago({ minutes: 5 })];
    const first = await expectStatus(desk.takeIn({ playerId, receivedAt }, 'dpo', key), 201);
    expect((await expectStatus(desk.takeIn({ playerId, receivedAt }, 'dpo', key), 201)).body).toEqual(first.body);
    const other = desk.takeIn({ playerId, receivedAt, type: 'deletion' }, 'dpo', key);
    expect(slugOf(await other)).toBe('idempotency-key-reused');
  });

  it('came not in the future and at most 90 days ago', async () => {
    const { playerId } = await newPlayer(cloud);
    for (const receivedAt of [ago({ minutes: -1 }), ago({ days: 91 })])
      expect(pointersOf(await expectStatus(desk.takeIn({ playerId, receivedAt }), 400))).toEqual(['/receivedAt']);
    await expectStatus(desk.takeIn({ playerId, receivedAt: ago({ days: 89 }) }), 201);
  });

  it('names one person who is there, a right, a channel and a case', async () => {
    const { playerId, accountNumber } = await newPlayer(cloud);
    await expectStatus(desk.takeIn({ accountNumber: '10000000000' }), 404);
    await expectStatus(desk.takeIn({ playerId: 'z'.repeat(26) }), 404);
    expect(pointersOf(await desk.takeIn({ playerId, accountNumber }))).toEqual(['/playerId']);
    expect(pointersOf(await desk.takeIn({}))).toEqual(['/playerId']);
    expect(pointersOf(await desk.takeIn({ playerId, type: 'complaint' }))).toEqual(['/type']);
    expect(pointersOf(await desk.takeIn({ playerId, channel: 'self-service' }))).toEqual(['/channel']);
    expect(pointersOf(await desk.takeIn({ playerId, caseReference: 'of Wulan Kusuma' }))).toEqual(['/caseReference']);
    await expectStatus(desk.takeIn({ playerId }, 'auditor'), 403);
    await expectStatus(desk.takeIn({ playerId }, 'compliance'), 403);
  });
});

describe('the queue', () => {
  it('lists by deadline with the overdue first, page by page, and never what was written', async () => {
    const player = await newPlayer(cloud);
    const deletion = await own(player, 'deletion');
    const correction = await own(player, 'correction', 'My street is Jalan Kenanga');
    const overdue = (await expectStatus(desk.takeIn({ playerId: player.playerId, receivedAt: ago({ days: 80 }) }), 201))
      .body.requestId;
    const soon = (
      await expectStatus(
        desk.takeIn({ playerId: player.playerId, type: 'portability', receivedAt: ago({ minutes: 60 * 60 }) }),
        201,
      )
    ).body.requestId;
    const queue = (await wholeQueue(desk, 2)).filter(({ playerId }) => playerId === player.playerId);
    expect(queue.map(({ requestId, flag }) => [requestId, flag])).toEqual([
      [overdue, 'overdue'],
      [soon, 'due-soon'],
      [correction, 'on-track'],
      [deletion, 'on-track'],
    ]);
    expect(JSON.stringify(queue)).not.toContain('Kenanga');
    await cloud.api(`DELETE /v1/me/requests/${deletion}`, { token: player.token });
    expect((await wholeQueue(desk)).map(({ requestId }) => requestId)).not.toContain(deletion);
    await expectStatus(desk.list('', 'auditor'), 200);
    await expectStatus(desk.list('', 'compliance'), 403);
    await expectStatus(desk.list('cursor=nonsense'), 400);
  });

  it('opens one request with its words for who answers it, and records who and why', async () => {
    const player = await newPlayer(cloud);
    const text = 'My street is Jalan Kamboja';
    const requestId = await own(player, 'objection', text);
    const { body } = await expectStatus(desk.read(requestId), 200);
    expect(body).toMatchObject({ text, playerId: player.playerId, jurisdiction: 'ID', flag: 'on-track' });
    expect((await expectStatus(desk.read(requestId, 'auditor'), 200)).body.text).toBeUndefined();
    const evidence = await evidenceOfRequest(cloud, requestId);
    expect(evidence.filter(({ action }) => action === 'request-read')).toMatchObject([
      { actorId: desk.staffIds.support, context: { purpose: 'answering', caseReference: 'CASE-3107' } },
      { actorId: desk.staffIds.auditor },
    ]);
    await expectStatus(desk.read(requestId, 'support', ''), 400);
    await expectStatus(desk.read(player.playerId + 'z'.repeat(26)), 404);
  });
});

describe('an extension', () => {
  it('moves the deadline once where the law allows it, and is told', async () => {
    const player = await newPlayer(cloud, { jurisdiction: 'IE', language: 'en' });
    const requestId = await own(player, 'access');
    const before = (await show(player.token, requestId)).body;
    const { body } = await expectStatus(desk.extend(requestId), 200);
    expect(Date.parse(body.dueAt) - Date.parse(before.dueAt)).toBeGreaterThan(58 * 86_400_000);
    expect((await mailOf(player))?.subject).toBe('We need more time for your request about your data');
    const shown = (await show(player.token, requestId)).body;
    expect(shown).toMatchObject({
      dueAt: body.dueAt,
      extension: { reason: 'complex-request', previousDueAt: before.dueAt },
    });
    expect(slugOf(await expectStatus(desk.extend(requestId), 409))).toBe('request-extension-refused');
  });

  it('is refused after the deadline, where the law knows none, and of what was answered', async () => {
    const irish = await newPlayer(cloud, { jurisdiction: 'IE', language: 'en' });
    const late = (await expectStatus(desk.takeIn({ playerId: irish.playerId, receivedAt: ago({ days: 40 }) }), 201))
      .body.requestId;
    expect(slugOf(await expectStatus(desk.extend(late), 409))).toBe('request-extension-refused');
    const indonesian = await newPlayer(cloud);
    const strict = await own(indonesian, 'access');
    expect(slugOf(await expectStatus(desk.extend(strict), 409))).toBe('request-extension-refused');
    await cloud.api(`DELETE /v1/me/requests/${strict}`, { token: indonesian.token });
    expect(slugOf(await expectStatus(desk.extend(strict), 409))).toBe('request-state-refused');
    await expectStatus(desk.extend(late, 'auditor'), 403);
  });
});

describe('a refusal', () => {
  it.each([
    ['en', 'We cannot fulfil your request about your data', 'does not cover what it asks for', 'Some words'],
    ['id', 'Kami tidak dapat memenuhi permintaan Anda', 'tidak mencakup hal yang diminta', 'Beberapa kata'],
  ] as const)('is told with reason, law and the authority that hears complaints (%s)', async (...told) => {
    const [language, subject, reason, words] = told;
    const player = await newPlayer(cloud, { language });
    const requestId = await own(player, 'access');
    const body = { ...denial, words: { en: 'Some words', id: 'Beberapa kata' } };
    await expectStatus(desk.deny(requestId, body), 204);
    const mail = await mailOf(player);
    expect(mail?.subject).toBe(subject);
    for (const part of [reason, words, denial.law, 'https://www.komdigi.go.id']) expect(mail?.text).toContain(part);
    const shown = (await show(player.token, requestId)).body;
    expect(shown).toMatchObject({ state: 'denied', denial: { ...body } });
    expect(shown.denial.explanation[language]).toContain(reason);
    expect(slugOf(await expectStatus(desk.deny(requestId), 409))).toBe('request-state-refused');
    const revoked = await cloud.api(`DELETE /v1/me/requests/${requestId}`, { token: player.token });
    expect(slugOf(revoked)).toBe('request-state-refused');
    expect((await own(player, 'access')).length).toBe(52);
  });

  it('is the officer’s, has a reason of the list, and words where the reason is another', async () => {
    const requestId = await own(await newPlayer(cloud), 'access');
    await expectStatus(desk.deny(requestId, denial, 'support'), 403);
    expect(pointersOf(await desk.deny(requestId, { ...denial, reason: 'no-time' }))).toEqual(['/reason']);
    expect(pointersOf(await desk.deny(requestId, { ...denial, reason: 'other' }))).toEqual(['/words']);
    expect(pointersOf(await desk.deny(requestId, { reason: 'no-match' }))).toEqual(['/law']);
  });
});

describe('a completion', () => {
  it.each([
    ['correction', 'data-corrected', 'en', 'We corrected your data.'],
    ['objection', 'processing-stopped', 'id', 'Kami telah menghentikan penggunaan data yang Anda tolak.'],
    ['restriction', 'processing-restricted', 'en', 'We restricted the use of your data.'],
  ] as const)('says what was done about a right: %s, %s', async (...given) => {
    const [type, done, language, words] = given;
    const player = await newPlayer(cloud, { language });
    const requestId = await own(player, type, 'What it is about');
    await expectStatus(desk.complete(requestId, done), 204);
    expect((await mailOf(player))?.text).toContain(words);
    expect((await show(player.token, requestId)).body).toMatchObject({ state: 'closed', completion: done });
    expect((await desk.read(requestId)).body.flag).toBe('answered');
    expect(slugOf(await expectStatus(desk.complete(requestId, done), 409))).toBe('request-state-refused');
    const revoked = await cloud.api(`DELETE /v1/me/requests/${requestId}`, { token: player.token });
    expect(slugOf(revoked)).toBe('request-state-refused');
  });

  it('does not exist for a copy, has the codes of its type, and waits for the person', async () => {
    const player = await newPlayer(cloud);
    const copy = await own(player, 'access');
    expect(slugOf(await expectStatus(desk.complete(copy, 'data-corrected'), 409))).toBe('request-state-refused');
    const correction = await own(player, 'correction', 'What it is about');
    expect(pointersOf(await expectStatus(desk.complete(correction, 'processing-stopped'), 400))).toEqual(['/done']);
    const given = { playerId: player.playerId, type: 'restriction' };
    const pending = (await expectStatus(desk.takeIn(given), 201)).body.requestId;
    const early = await expectStatus(desk.complete(pending, 'processing-restricted'), 409);
    expect(slugOf(early)).toBe('request-state-refused');
  });
});

describe('somebody who closes their account', () => {
  it('leaves the queue, and nothing of their requests is shown any more', async () => {
    const player = await newPlayer(cloud);
    const requestId = await own(player, 'correction', 'What it is about');
    const rowsLeft = async () => (await rowsOf(cloud, 'requests')).filter(({ pk }) => pk === player.playerId);
    expect((await rowsLeft()).length).toBeGreaterThan(0);
    await closeForGood(cloud, player.token);
    const desk = await openRequestDesk(cloud);
    expect((await wholeQueue(desk)).map(({ playerId }) => playerId)).not.toContain(player.playerId);
    await expectStatus(desk.read(requestId), 404);
    await expectStatus(desk.complete(requestId, 'data-corrected'), 404);
    await expectStatus(desk.takeIn({ playerId: player.playerId }), 404);
    await cloud.cloud.fireSchedule('retention-sweep');
    await cloud.settle();
    expect(await rowsLeft()).toEqual([]);
  });
});
