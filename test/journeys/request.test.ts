import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { expectStatus, newPlayer } from '#test/support/player.ts';
import { evidenceOfRequest, makeRequest, newestMail } from '#test/support/requests.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

const slugOf = ({ body }: ApiAnswer) => body?.type.split('/').at(-1);
const hoursBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 3_600_000;
const show = (token: string, requestId: string) => cloud.api(`GET /v1/me/requests/${requestId}`, { token });
const revoke = (token: string, requestId: string) => cloud.api(`DELETE /v1/me/requests/${requestId}`, { token });
const confirm = (token: string, requestId: string) =>
  cloud.api(`POST /v1/me/requests/${requestId}/confirmations`, { token });

describe('a request that a player makes', () => {
  it.each([
    ['en', 'We received your request about your data', 'a copy of your data'],
    ['id', 'Kami menerima permintaan Anda tentang data Anda', 'salinan data Anda'],
  ] as const)('is verified by the session, and a receipt with its date is mailed (%s)', async (...expected) => {
    const [language, subject, asked] = expected;
    const player = await newPlayer(cloud, { language });
    const { body } = await expectStatus(makeRequest(cloud, player.token, { type: 'access' }), 201);
    expect(body).toMatchObject({ type: 'access', state: 'verified', channel: 'self-service' });
    expect(hoursBetween(body.receivedAt, body.dueAt)).toBe(72);
    await cloud.settle();
    const mail = newestMail(cloud, player.email);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain(asked);
    expect(mail?.text).toContain(body.requestId);
    const shown = (await expectStatus(show(player.token, body.requestId), 200)).body;
    expect(shown.history.map(({ state }: { state: string }) => state)).toEqual(['received', 'verified']);
    expect(shown.identity).toEqual({ method: 'session', verifiedAt: body.receivedAt });
    const evidence = await evidenceOfRequest(cloud, body.requestId);
    expect(evidence).toMatchObject([{ action: 'request-received', subjectId: player.playerId, actorKind: 'player' }]);
  });

  it.each([
    ['ID', 'portability', 72],
    ['ID', 'deletion', 720],
    ['SG', 'access', 720],
    ['SG', 'portability', 720],
  ])('in %s for %s is due after %i hours', async (jurisdiction, type, hours) => {
    const { token } = await newPlayer(cloud, { jurisdiction, language: 'en' });
    const { body } = await expectStatus(makeRequest(cloud, token, { type }), 201);
    expect(hoursBetween(body.receivedAt, body.dueAt)).toBe(hours);
  });

  it('keeps what the player wrote for the player alone', async () => {
    const { token } = await newPlayer(cloud);
    const text = 'My street is spelt Jalan Kemuning';
    const { body } = await expectStatus(makeRequest(cloud, token, { type: 'correction', text }), 201);
    expect((await expectStatus(show(token, body.requestId), 200)).body.text).toBe(text);
    const listed = (await expectStatus(cloud.api('GET /v1/me/requests', { token }), 200)).body;
    expect(JSON.stringify(listed)).not.toContain('Kemuning');
  });

  it('is one request for one key, and another body under the same key is refused', async () => {
    const { token } = await newPlayer(cloud);
    const key = randomUUID();
    const first = (await expectStatus(makeRequest(cloud, token, { type: 'access', key }), 201)).body;
    const again = (await expectStatus(makeRequest(cloud, token, { type: 'access', key }), 201)).body;
    expect(again).toEqual(first);
    expect(slugOf(await makeRequest(cloud, token, { type: 'deletion', key }))).toBe('idempotency-key-reused');
    const bare = cloud.api('POST /v1/me/requests', { token, body: { type: 'access' } });
    expect(slugOf(await bare)).toBe('idempotency-key-missing');
  });

  it('is a duplicate while one of its type is open, which is told, and no duplicate after it', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const { token } = player;
    const first = (await expectStatus(makeRequest(cloud, token, { type: 'access' }), 201)).body;
    const second = (await expectStatus(makeRequest(cloud, token, { type: 'access' }), 201)).body;
    expect(second).toMatchObject({ state: 'duplicate', primaryId: first.requestId });
    await cloud.settle();
    const mail = newestMail(cloud, player.email);
    expect(mail?.subject).toBe('You made this request about your data before');
    expect(mail?.text).toContain(first.requestId);
    const other = (await expectStatus(makeRequest(cloud, token, { type: 'portability' }), 201)).body;
    expect(other.state).toBe('verified');
    await expectStatus(revoke(token, first.requestId), 204);
    const third = (await expectStatus(makeRequest(cloud, token, { type: 'access' }), 201)).body;
    expect(third.state).toBe('verified');
  });

  it('made eight times at once is verified once', async () => {
    const { token } = await newPlayer(cloud);
    const answers = await Promise.all(Array.from({ length: 8 }, () => makeRequest(cloud, token, { type: 'access' })));
    const states = answers.flatMap(({ status, body }) => (status === 201 ? [body.state] : []));
    expect(states.filter((state) => state === 'verified')).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) expect(slugOf(answer)).toBe('state-changed');
  });

  it('is taken back once and stays over', async () => {
    const { token } = await newPlayer(cloud);
    const { requestId } = (await expectStatus(makeRequest(cloud, token, { type: 'deletion' }), 201)).body;
    await expectStatus(revoke(token, requestId), 204);
    await expectStatus(revoke(token, requestId), 204);
    expect(slugOf(await confirm(token, requestId))).toBe('request-state-refused');
    expect((await show(token, requestId)).body.state).toBe('revoked');
    const evidence = await evidenceOfRequest(cloud, requestId);
    expect(evidence.map(({ action }) => action)).toEqual(['request-received', 'request-revoked']);
  });

  it('is listed latest first, page by page, with an empty list at first', async () => {
    const { token } = await newPlayer(cloud);
    const page = async (query: string) =>
      (await expectStatus(cloud.api(`GET /v1/me/requests${query}`, { token }), 200)).body;
    expect(await page('')).toEqual({ requests: [] });
    const made: string[] = [];
    for (const type of ['access', 'access', 'deletion']) {
      made.unshift((await expectStatus(makeRequest(cloud, token, { type }), 201)).body.requestId);
      cloud.turn({ seconds: 1 });
    }
    const first = await page('?limit=2');
    const second = await page(`?limit=2&cursor=${first.cursor}`);
    const listed = [...first.requests, ...second.requests].map(({ requestId }) => requestId);
    expect(listed).toEqual(made);
    expect(second.cursor).toBeUndefined();
  });

  it('can be made twenty times on one day', async () => {
    const { token } = await newPlayer(cloud);
    for (let count = 0; count < 20; count += 1) await expectStatus(makeRequest(cloud, token, { type: 'access' }), 201);
    const refused = await expectStatus(makeRequest(cloud, token, { type: 'access' }), 429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('what nobody may', () => {
  it('see, confirm or take back a request of somebody else', async () => {
    const [player, stranger] = [await newPlayer(cloud), await newPlayer(cloud)];
    const { requestId } = (await expectStatus(makeRequest(cloud, player.token, { type: 'access' }), 201)).body;
    for (const attempt of [show, revoke, confirm])
      expect(slugOf(await expectStatus(attempt(stranger.token, requestId), 404))).toBe('not-found');
    expect((await show(player.token, requestId)).body.state).toBe('verified');
    const unknown = player.playerId + requestId.slice(26).split('').toReversed().join('');
    await expectStatus(show(player.token, unknown), 404);
    await expectStatus(cloud.api('GET /v1/me/requests'), 401);
  });

  it.each([
    ['an unknown right', { type: 'complaint' }, '/type'],
    ['a correction without words', { type: 'correction' }, '/text'],
    ['an objection of blanks', { type: 'objection', text: '  ' }, '/text'],
    ['a copy with words', { type: 'access', text: 'All of it' }, '/text'],
    ['a card number', { type: 'correction', text: 'My card is 4111 1111 1111 1111' }, '/text'],
    ['too many words', { type: 'correction', text: 'x'.repeat(2001) }, '/text'],
    ['a time of their own', { type: 'access', receivedAt: '2020-01-01T00:00:00.000Z' }, '/receivedAt'],
  ])('send with a request: %s', async (_what, body, pointer) => {
    const { token } = await newPlayer(cloud);
    const refused = await expectStatus(makeRequest(cloud, token, body), 400);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });
});
