import { GetObjectCommand } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import type { ScanResult } from '#domain/kyc/scan-result.ts';
import { rewriteJpeg } from '#domain/kyc/jpeg/rewrite.ts';
import { handler as show } from '#functions/kyc/show.ts';
import { handler as takeIn } from '#functions/kyc/take-in.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { objectClient } from '#stores/kyc/object-client.ts';
import { oddFiles } from '#test/support/documents.ts';
import { contraband } from '#test/support/odd-file.ts';
import { callRoute, deliver, signIn, type SignedIn } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { exifSegment, joined, withSegments } from '#test/support/picture-files.ts';
import { announcing, keysOf, offer, post, uploadMessages } from '#test/support/uploads.ts';

const services = await openHandlerServices();
const codec = await openIndependentCodec();
const photo = withSegments(await codec.encodeJpeg(somePixels(90, 60)), exifSegment(1, contraband));
/** A photo nobody sent before: what follows the picture makes it differ. */
const freshPhoto = (): Uint8Array => joined(photo, newId());
const now = () => new Date(services.clock.now());

beforeEach(() => services.reset());

interface UploadForm {
  mediaType?: DocumentMediaType;
  kind?: string;
}

async function upload(player: SignedIn, bytes: Uint8Array, { mediaType = 'image/jpeg', kind }: UploadForm = {}) {
  const offered = await offer(services, player, announcing(bytes, mediaType, kind));
  expect((await post(offered.upload, bytes)).status).toBe(204);
  return offered;
}

async function deliverAll(player: SignedIn): Promise<void> {
  for (const message of uploadMessages(services, player.playerId)) expect(await deliver(takeIn, message)).toBe(true);
}

async function shown(player: SignedIn) {
  const { body } = await callRoute(show, { now: now(), accessToken: player.accessToken });
  return body['documents'] as { documentId: string; state: string; refusal?: { reason: string; text: string } }[];
}

const itemsOf = async (playerId: string, prefix: string) =>
  (await services.scan('kyc')).filter(({ pk, sk }) => pk === playerId && String(sk).startsWith(prefix));
const auditOf = async (documentId: string) =>
  (await services.scan('evidence'))
    .filter(({ pk }) => pk === `document#${documentId}`)
    .map(({ action }) => String(action))
    .toSorted();
const eventsOf = async (playerId: string) =>
  (await services.scan('outbox')).filter(({ subjectId }) => subjectId === playerId);

async function acceptedBytes(playerId: string, documentId: string): Promise<Uint8Array> {
  const Key = `accepted/${playerId}/${documentId}`;
  const { Body } = await objectClient().send(new GetObjectCommand({ Bucket: services.bucketName, Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

describe('an uploaded photo', () => {
  test('goes to review as the picture it shows, without its metadata, and what was uploaded is gone', async () => {
    const player = await signIn(now());
    const { documentId } = await upload(player, photo);
    await deliverAll(player);
    expect(await shown(player)).toMatchObject([{ documentId, state: 'in-review' }]);
    const kept = await acceptedBytes(player.playerId, documentId);
    expect(kept).toEqual(rewriteJpeg(photo));
    expect(Buffer.from(kept).includes('CONTRABAND')).toBe(false);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
  });

  test('gives its slot back, leaves the list of the sweep, and is announced once', async () => {
    const player = await signIn(now());
    const { documentId } = await upload(player, freshPhoto());
    await deliverAll(player);
    expect(await itemsOf(player.playerId, 'slots')).toContainEqual(expect.objectContaining({ openCount: 0 }));
    expect(
      (await services.scan('kyc')).filter(
        (item) => item['documentId'] === documentId && String(item['pk']).startsWith('due#'),
      ),
    ).toEqual([]);
    expect(await auditOf(documentId)).toEqual(['document-accepted', 'document-claimed', 'document-slot-offered']);
    expect(await eventsOf(player.playerId)).toMatchObject([{ type: 'document-accepted', recordId: documentId }]);
  });

  test('leaves nothing in the logs but codes and ids', async () => {
    const player = await signIn(now());
    services.reset();
    await upload(player, freshPhoto());
    await deliverAll(player);
    expect(services.logs.length).toBeGreaterThan(1);
    for (const line of services.logs) expect(line).not.toMatch(/CONTRABAND|image|sha256|[0-9a-f]{64}/);
  });

  test('that is refused says why in the language of the player, and nothing of it is kept', async () => {
    const player = await signIn(now(), { language: 'id' });
    const { documentId } = await upload(player, joined('\0\0\0\u0018ftypheic\0\0\0\0', newId()));
    await deliverAll(player);
    expect(await shown(player)).toMatchObject([{ state: 'refused', refusal: { reason: 'heic' } }]);
    expect((await shown(player))[0]?.refusal?.text).toContain('Paling Kompatibel');
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
    expect(keysOf(services, 'accepted', player.playerId)).toEqual([]);
    expect(await eventsOf(player.playerId)).toMatchObject([
      { type: 'document-refused', recordId: documentId, context: { reason: 'heic' } },
    ]);
  });
});

describe('every odd file that can be uploaded ends as its inspection says', async () => {
  const files = (await oddFiles()).filter(({ bytes }) => bytes.length > 0);

  test.each(files)('$name: $expected', async ({ bytes, declared, expected }) => {
    const player = await signIn(now());
    await upload(player, bytes, { mediaType: declared });
    await deliverAll(player);
    const [document] = await shown(player);
    expect(document?.state === 'in-review' ? 'clean' : document?.refusal?.reason).toBe(expected);
  });
});

describe('only the first version counts', () => {
  test('when the form is posted again after the verdict: it is deleted and noted', async () => {
    const player = await signIn(now());
    const bytes = freshPhoto();
    const offered = await upload(player, bytes);
    await deliverAll(player);
    const before = await acceptedBytes(player.playerId, offered.documentId);
    expect((await post(offered.upload, bytes)).status).toBe(204);
    await deliverAll(player);
    expect(await acceptedBytes(player.playerId, offered.documentId)).toEqual(before);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
    expect(keysOf(services, 'accepted', player.playerId)).toHaveLength(1);
    expect(await itemsOf(player.playerId, 'document#')).toMatchObject([{ state: 'in-review', laterVersionCount: 1 }]);
    expect(await auditOf(offered.documentId)).toContain('later-version-deleted');
    expect(await itemsOf(player.playerId, 'review')).toMatchObject([
      { signals: ['screening-error', 'document-sent-again'], version: 2 },
    ]);
  });

  test('when the events of three versions come in the wrong order', async () => {
    const player = await signIn(now());
    const bytes = freshPhoto();
    const offered = await upload(player, bytes);
    await post(offered.upload, bytes);
    await post(offered.upload, bytes);
    const messages = uploadMessages(services, player.playerId);
    expect(messages).toHaveLength(3);
    for (const message of messages.toReversed()) expect(await deliver(takeIn, message)).toBe(true);
    expect(await itemsOf(player.playerId, 'document#')).toMatchObject([
      { state: 'in-review', versionId: messages[0]?.versionId, laterVersionCount: 2 },
    ]);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
    expect(await eventsOf(player.playerId)).toHaveLength(1);
    expect(await itemsOf(player.playerId, 'review')).toMatchObject([
      { signals: ['document-sent-again', 'screening-error'] },
    ]);
  });

  test('when the version that counts was seen before the review began', async () => {
    const player = await signIn(now());
    const bytes = freshPhoto();
    const { upload: form } = await upload(player, bytes);
    await post(form, bytes);
    const [first, second] = uploadMessages(services, player.playerId);
    services.meddle = (_, operation) => (operation === 'kms:GenerateMac' ? 'crash-before' : 'none');
    expect(await deliver(takeIn, first)).toBe(false);
    services.reset();
    expect(await deliver(takeIn, second)).toBe(true);
    expect(await itemsOf(player.playerId, 'review')).toEqual([]);
    expect(await deliver(takeIn, first)).toBe(true);
    expect(await itemsOf(player.playerId, 'review')).toMatchObject([
      { signals: ['document-sent-again', 'screening-error'], version: 1 },
    ]);
  });

  test('when one event is delivered four times at once', async () => {
    const player = await signIn(now());
    const { documentId } = await upload(player, freshPhoto());
    const [message] = uploadMessages(services, player.playerId);
    await Promise.all([1, 2, 3, 4].map(() => deliver(takeIn, message)));
    expect(await deliver(takeIn, message)).toBe(true);
    expect(await shown(player)).toMatchObject([{ state: 'in-review' }]);
    expect(await auditOf(documentId)).toEqual(['document-accepted', 'document-claimed', 'document-slot-offered']);
    expect(await eventsOf(player.playerId)).toHaveLength(1);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
  });
});

describe('what a scan says', () => {
  const scanOf = (player: SignedIn, result: ScanResult) => uploadMessages(services, player.playerId, result);

  test.each([
    ['THREATS_FOUND', 'malware', /virus/],
    ['UNSUPPORTED', 'not-scannable', /kata sandi/],
    ['ACCESS_DENIED', 'not-scannable', /kata sandi/],
    ['FAILED', 'not-scannable', /kata sandi/],
    ['SKIPPED', 'not-scannable', /kata sandi/],
  ] as const)('%s refuses every version unopened (%s) and says what to do', async (result, reason, words) => {
    const player = await signIn(now(), { language: 'id' });
    const bytes = freshPhoto();
    const { documentId, upload: form } = await upload(player, bytes);
    await post(form, bytes);
    services.reset();
    const [first] = scanOf(player, result);
    expect(await deliver(takeIn, first)).toBe(true);
    // The two lists of versions, and no read of one.
    expect(services.calls.filter((call) => call === 's3:GET')).toHaveLength(2);
    expect(services.calls).not.toContain('kms:GenerateMac');
    expect(await shown(player)).toMatchObject([{ documentId, state: 'refused', refusal: { reason } }]);
    expect((await shown(player))[0]?.refusal?.text).toMatch(words);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
    expect(keysOf(services, 'accepted', player.playerId)).toEqual([]);
    expect(await eventsOf(player.playerId)).toMatchObject([{ type: 'document-refused', context: { reason } }]);
    expect(await itemsOf(player.playerId, 'slots')).toContainEqual(expect.objectContaining({ openCount: 0 }));
  });

  test('of malware is logged by a code that alarms, with ids and nothing else', async () => {
    const player = await signIn(now());
    const { documentId } = await upload(player, freshPhoto());
    services.reset();
    for (const message of scanOf(player, 'THREATS_FOUND')) await deliver(takeIn, message);
    const found = services.logs.filter((line) => line.includes('MALWARE_FOUND'));
    expect(found.map((line) => JSON.parse(line) as unknown)).toEqual([
      { code: 'MALWARE_FOUND', recordId: documentId, subjectId: player.playerId },
    ]);
  });

  test.each([
    ['a threat in a later version', 'NO_THREATS_FOUND', 'THREATS_FOUND', 'in-review'],
    ['a later version without threat', 'THREATS_FOUND', 'NO_THREATS_FOUND', 'refused'],
  ] as const)(
    'of %s decides nothing, in whatever order and however often it comes',
    async (...[, first, later, state]) => {
      for (const order of ['as uploaded', 'reversed', 'twice reversed']) {
        const player = await signIn(now());
        const bytes = freshPhoto();
        const { upload: form } = await upload(player, bytes);
        await post(form, bytes);
        const messages = [scanOf(player, first)[0], scanOf(player, later)[1]];
        const ordered = order === 'as uploaded' ? messages : messages.toReversed();
        const sent = order === 'twice reversed' ? [...ordered, ...ordered] : ordered;
        for (const message of sent) expect(await deliver(takeIn, message)).toBe(true);
        expect(await itemsOf(player.playerId, 'document#')).toMatchObject([
          { state, versionId: messages[0]?.versionId, laterVersionCount: 1 },
        ]);
        expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
        expect(await eventsOf(player.playerId)).toHaveLength(1);
      }
    },
  );
});

describe('a file that was sent before', () => {
  test('is not reviewed twice when the same player sends it for the same purpose', async () => {
    const player = await signIn(now());
    const bytes = freshPhoto();
    await upload(player, bytes);
    await deliverAll(player);
    await upload(player, bytes);
    await deliverAll(player);
    const reasons = (await shown(player)).map(({ state, refusal }) => refusal?.reason ?? state);
    expect(reasons.toSorted()).toEqual(['already-sent', 'in-review']);
  });

  test('is marked when the same player sends it for another purpose', async () => {
    const player = await signIn(now());
    const bytes = freshPhoto();
    await upload(player, bytes);
    await deliverAll(player);
    const { documentId } = await upload(player, bytes, { kind: 'proof-of-address' });
    await deliverAll(player);
    const items = await itemsOf(player.playerId, `document#${documentId}`);
    expect(items).toMatchObject([{ state: 'in-review', duplicateOf: 'same-player' }]);
  });

  test('by another player is marked for the reviewer, and the player is not told', async () => {
    const [first, second] = [await signIn(now()), await signIn(now())];
    const bytes = freshPhoto();
    await upload(first, bytes);
    await deliverAll(first);
    await upload(second, bytes);
    await deliverAll(second);
    expect(await itemsOf(second.playerId, 'document#')).toMatchObject([{ duplicateOf: 'another-player' }]);
    expect(JSON.stringify(await shown(second))).not.toContain('another');
    expect((await shown(second))[0]?.state).toBe('in-review');
  });

  test('by another player at the same moment is seen by one of the two', async () => {
    const [first, second] = [await signIn(now()), await signIn(now())];
    const bytes = freshPhoto();
    await upload(first, bytes);
    await upload(second, bytes);
    await Promise.all([deliverAll(first), deliverAll(second)]);
    const items = [...(await itemsOf(first.playerId, 'document#')), ...(await itemsOf(second.playerId, 'document#'))];
    expect(items.filter(({ duplicateOf }) => duplicateOf === 'another-player')).toHaveLength(1);
  });
});

describe('an upload that nobody may take in', () => {
  test('of a closed account is deleted', async () => {
    const player = await signIn(now());
    await upload(player, freshPhoto());
    await documentClient().send(
      new UpdateCommand({
        TableName: 'players',
        Key: { pk: player.playerId, sk: 'account' },
        UpdateExpression: 'SET #state = :closed',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':closed': 'closed' },
      }),
    );
    await deliverAll(player);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
    expect(await itemsOf(player.playerId, 'document#')).toMatchObject([{ state: 'awaiting-upload' }]);
  });

  test('of a document that does not exist is deleted', async () => {
    const player = await signIn(now());
    const { documentId } = await upload(player, freshPhoto());
    await documentClient().send(
      new UpdateCommand({
        TableName: 'kyc',
        Key: { pk: player.playerId, sk: `document#${documentId}` },
        UpdateExpression: 'SET #state = :refused, reason = :never',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':refused': 'refused', ':never': 'never-arrived' },
      }),
    );
    await deliverAll(player);
    expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
    expect(keysOf(services, 'accepted', player.playerId)).toEqual([]);
  });

  test('under a key that we did not make is left alone, and a message that says nothing comes again', async () => {
    const scanResult = 'NO_THREATS_FOUND';
    expect(await deliver(takeIn, { objectKey: 'incoming/../x', versionId: 'v', scanResult })).toBe(true);
    expect(await deliver(takeIn, { object: 'x' })).toBe(false);
    expect(await deliver(takeIn, { objectKey: 'incoming/../x', versionId: 'v' })).toBe(false);
    expect(await deliver(takeIn, { objectKey: 'incoming/../x', versionId: 'v', scanResult: 'CLEAN' })).toBe(false);
  });
});
