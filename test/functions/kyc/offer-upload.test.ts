import { describe, expect, test } from 'vitest';
import { handler as offerUpload } from '#functions/kyc/offer-upload.ts';
import { callRoute, signIn } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { announcing, offer, post, uploadMessages } from '#test/support/uploads.ts';

const services = await openHandlerServices();
const now = () => new Date(services.clock.now());
const file = Buffer.from('a file of thirty-one bytes here');
const body = announcing(file, 'image/jpeg');

describe('an offered slot', () => {
  test('takes exactly the announced file', async () => {
    const player = await signIn(now());
    const { upload } = await offer(services, player, body);
    expect((await post(upload, file)).status).toBe(204);
    expect(uploadMessages(services, player.playerId)).toHaveLength(1);
  });

  test('is bound to one key of the player that the server made', async () => {
    const player = await signIn(now());
    const { documentId, upload } = await offer(services, player, body);
    expect(upload.fields['key']).toBe(`incoming/${player.playerId}/${documentId}`);
  });

  test.each([
    ['another length', Buffer.concat([file, Buffer.from('!')]), {}],
    ['a shorter file', file.subarray(1), {}],
    ['other bytes of the same length', Buffer.from(file).reverse(), {}],
    ['another type', file, { 'Content-Type': 'text/html' }],
    ['another key', file, { key: 'incoming/somebody/else' }],
    ['no encryption', file, { 'x-amz-server-side-encryption': undefined }],
    ['another encryption', file, { 'x-amz-server-side-encryption': 'AES256' }],
    ['another KMS key', file, { 'x-amz-server-side-encryption-aws-kms-key-id': 'alias/aws/s3' }],
    ['no checksum', file, { 'x-amz-checksum-sha256': undefined }],
    ['a field that was not signed', file, { 'x-amz-meta-role': 'admin' }],
    ['a forged signature', file, { 'X-Amz-Signature': '0'.repeat(64) }],
  ])('refuses %s', async (_, bytes, change) => {
    const player = await signIn(now());
    const { upload } = await offer(services, player, body);
    const answer = await post(upload, bytes, change);
    expect([400, 403]).toContain(answer.status);
    expect(uploadMessages(services, player.playerId)).toEqual([]);
  });

  test('ends after ten minutes', async () => {
    const player = await signIn(now());
    const { expiresAt } = await offer(services, player, body);
    expect(Date.parse(expiresAt) - services.clock.now()).toBeGreaterThan(590_000);
    expect(Date.parse(expiresAt) - services.clock.now()).toBeLessThanOrEqual(600_000);
  });

  test('is noted where breaches look for the people of a store, once', async () => {
    const player = await signIn(now());
    await offer(services, player, body);
    await offer(services, player, body);
    const holdings = await services.scan('holdings');
    expect(holdings.filter(({ playerId }) => playerId === player.playerId)).toHaveLength(1);
  });

  test('leaves an audit row without any hash of the file', async () => {
    const player = await signIn(now());
    const { documentId } = await offer(services, player, body);
    const rows = (await services.scan('evidence')).filter(({ pk }) => pk === `document#${documentId}`);
    expect(rows).toMatchObject([{ action: 'document-slot-offered', actorKind: 'player', actorId: player.playerId }]);
    const kept = JSON.stringify([...(await services.scan('kyc')), ...rows]);
    expect(kept).not.toContain(body.sha256);
  });
});

describe('slots are limited', () => {
  test('to five that wait for their file, also when forty are asked for at once', async () => {
    const player = await signIn(now());
    const ask = () => callRoute(offerUpload, { now: now(), accessToken: player.accessToken, body });
    const answers = await Promise.all(Array.from({ length: 40 }, ask));
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(5);
    for (let more = 0; more < 5; more += 1) await ask();
    const refused = await ask();
    expect(refused).toMatchObject({ status: 429, body: { type: expect.stringMatching(/document-slots-used-up$/) } });
    expect(refused.headers).toHaveProperty('retry-after');
    const documents = (await services.scan('kyc')).filter(
      ({ pk, sk }) => pk === player.playerId && String(sk).startsWith('document#'),
    );
    expect(documents).toHaveLength(5);
  });
});

describe('an announcement is refused', () => {
  test.each([
    ['without bytes', { byteCount: 0 }, '/byteCount'],
    ['with one byte over 10 MiB', { byteCount: 10 * 1024 * 1024 + 1 }, '/byteCount'],
    ['with half a byte', { byteCount: 1.5 }, '/byteCount'],
    ['of another type', { mediaType: 'text/html' }, '/mediaType'],
    ['of another kind', { kind: 'selfie' }, '/kind'],
    ['with a checksum that is none', { sha256: 'abc' }, '/sha256'],
    ['with a key of the client', { key: 'incoming/x' }, '/key'],
  ])('%s', async (_, change, pointer) => {
    const player = await signIn(now());
    const answer = await callRoute(offerUpload, {
      now: now(),
      accessToken: player.accessToken,
      body: { ...body, ...change },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  test('for HEIC, with what to do about it in the language of the player', async () => {
    const player = await signIn(now(), { language: 'id' });
    const answer = await callRoute(offerUpload, {
      now: now(),
      accessToken: player.accessToken,
      body: { ...body, mediaType: 'image/heic' },
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('Paling Kompatibel');
  });

  test('while the account is being closed', async () => {
    const player = await signIn(now(), { state: 'closing' });
    const answer = await callRoute(offerUpload, { now: now(), accessToken: player.accessToken, body });
    expect(answer.status).toBe(409);
  });

  test('without a token', async () => {
    expect((await callRoute(offerUpload, { now: now(), body })).status).toBe(401);
  });
});
