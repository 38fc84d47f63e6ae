import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { scanPatienceSeconds, type ScanResult } from '#domain/kyc/scan-result.ts';
import { handler as offerUpload } from '#functions/kyc/offer-upload.ts';
import { handler as show } from '#functions/kyc/show.ts';
import { handler as sweepSlots } from '#functions/kyc/sweep-slots.ts';
import { handler as takeIn } from '#functions/kyc/take-in.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openDocumentObjects } from '#stores/kyc/objects.ts';
import { callRoute, deliver, signIn, type SignedIn, tick } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { joined } from '#test/support/picture-files.ts';
import {
  announcing,
  keysOf,
  type OfferedUpload,
  post,
  tagScanned,
  type UploadMessage,
  uploadMessages,
} from '#test/support/uploads.ts';

const services = await openHandlerServices();
const photo = await (await openIndependentCodec()).encodeJpeg(somePixels(30, 20));
const now = () => new Date(services.clock.now());
/** Long enough ago that the slot and its grace are over, and short enough that the session is not. */
const earlier = () => new Date(services.clock.now() - 20 * 60_000);

beforeEach(() => services.reset());

async function offerEarlier(player: SignedIn, bytes: Uint8Array): Promise<OfferedUpload> {
  const body = announcing(bytes, 'image/jpeg');
  const answer = await callRoute(offerUpload, { now: earlier(), accessToken: player.accessToken, body });
  expect(answer.status).toBe(201);
  return answer.body as unknown as OfferedUpload;
}

async function statesOf(player: SignedIn): Promise<string[]> {
  const { body } = await callRoute(show, { now: now(), accessToken: player.accessToken });
  const documents = body['documents'] as { state: string; refusal?: { reason: string } }[];
  return documents.map(({ state, refusal }) => refusal?.reason ?? state);
}

async function setOnDocument(player: SignedIn, documentId: string, change: Record<string, unknown>): Promise<void> {
  const [[name, value] = []] = Object.entries(change);
  await documentClient().send(
    new UpdateCommand({
      TableName: 'kyc',
      Key: { pk: player.playerId, sk: `document#${documentId}` },
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name ?? '' },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
}

const dueOf = async (documentId: string) =>
  (await services.scan('kyc')).filter(
    (item) => item['documentId'] === documentId && String(item['pk']).startsWith('due#'),
  );
const queued = (): unknown[] =>
  services.sqs
    .messagesIn(services.sqs.queues()[0]?.arn ?? '')
    .map((message) => JSON.parse((message as unknown as { body: string }).body) as unknown);

test('a slot that nobody used expires, is given back and is struck off the list', async () => {
  const player = await signIn(earlier());
  const offered = await Promise.all([1, 2, 3, 4, 5].map(() => offerEarlier(player, photo)));
  await tick(sweepSlots);
  expect(await statesOf(player)).toEqual(Array.from({ length: 5 }, () => 'never-arrived'));
  expect(await dueOf(offered[0]?.documentId ?? '')).toEqual([]);
  await offerEarlier(player, photo);
});

test('a slot is left alone before its grace is over', async () => {
  const player = await signIn(now());
  const body = announcing(photo, 'image/jpeg');
  await callRoute(offerUpload, { now: now(), accessToken: player.accessToken, body });
  await tick(sweepSlots);
  expect(await statesOf(player)).toEqual(['awaiting-upload']);
});

/** An upload whose message never came, with the tag that its scan left. */
async function uploadUnheard(scanResult?: ScanResult) {
  const player = await signIn(earlier());
  const bytes = joined(photo, newId());
  const { documentId, upload } = await offerEarlier(player, bytes);
  expect((await post(upload, bytes)).status).toBe(204);
  const message = messageOf(player, scanResult);
  if (scanResult !== undefined) await tagScanned(services, message);
  return { player, documentId, message };
}

function messageOf(player: SignedIn, scanResult?: ScanResult): UploadMessage {
  const [message] = uploadMessages(services, player.playerId, scanResult);
  if (message === undefined) throw new Error('Nothing was uploaded');
  return message;
}

const sentFor = (message: UploadMessage) =>
  queued().filter((each) => (each as UploadMessage).versionId === message.versionId);

test('an event that comes before its upload can be seen changes nothing, and the sweep takes the upload in', async () => {
  const { player, documentId, message } = await uploadUnheard('NO_THREATS_FOUND');
  // What the intake lists while the upload cannot be seen yet: nothing of that version.
  expect(await deliver(takeIn, { ...message, versionId: 'not-to-be-seen-yet' })).toBe(true);
  expect(await statesOf(player)).toEqual(['awaiting-upload']);
  await tick(sweepSlots);
  expect(sentFor(message)).toEqual([message]);
  expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual(['in-review']);
  expect(await dueOf(documentId)).toEqual([]);
});

test('an upload whose scan was not heard of is sent to the intake with what its tag says, and taken in', async () => {
  const { player, documentId, message } = await uploadUnheard('NO_THREATS_FOUND');
  await tick(sweepSlots);
  expect(sentFor(message)).toEqual([message]);
  expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual(['in-review']);
  expect(await dueOf(documentId)).toEqual([]);
});

test.each([
  ['THREATS_FOUND', 'malware'],
  ['UNSUPPORTED', 'not-scannable'],
  ['ACCESS_DENIED', 'not-scannable'],
  ['FAILED', 'not-scannable'],
] as const)('an upload that is tagged %s is sent again as such, and refused (%s)', async (scanResult, reason) => {
  const { player, message } = await uploadUnheard(scanResult);
  await tick(sweepSlots);
  expect(sentFor(message)).toEqual([message]);
  expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual([reason]);
  expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
});

test('an upload that nobody scanned waits an hour after its slot, and is then refused unopened', async () => {
  const { player, documentId, message } = await uploadUnheard();
  await tick(sweepSlots);
  expect(sentFor(message)).toEqual([]);
  expect(await statesOf(player)).toEqual(['awaiting-upload']);
  const slotEndsAtSeconds = Math.floor(services.clock.now() / 1000) - scanPatienceSeconds - 1;
  await setOnDocument(player, documentId, { slotEndsAtSeconds });
  await tick(sweepSlots);
  const [sent] = sentFor(message);
  expect(sent).toEqual({ ...message, scanResult: 'SKIPPED' });
  services.reset();
  expect(await deliver(takeIn, sent)).toBe(true);
  // The two lists of versions, and no read of one.
  expect(services.calls.filter((call) => call === 's3:GET')).toHaveLength(2);
  expect(await statesOf(player)).toEqual(['not-scannable']);
});

test('a tag that names no result of the scanner opens nothing', async () => {
  for (const foreign of ['NO_SCANNER', 'SKIPPED'] as const) {
    const { message } = await uploadUnheard(foreign);
    await tick(sweepSlots);
    expect(sentFor(message)).toEqual([{ ...message, scanResult: 'FAILED' }]);
  }
});

test('where nothing scans, an upload whose event was lost is sent again as never scanned, and taken in', async () => {
  process.env['KYC_INTAKE_TRIGGER'] = 'object-created';
  onTestFinished(() => void (process.env['KYC_INTAKE_TRIGGER'] = 'malware-scan-completed'));
  const { player } = await uploadUnheard();
  await tick(sweepSlots);
  const message = messageOf(player, 'NO_SCANNER');
  expect(sentFor(message)).toEqual([message]);
  expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual(['in-review']);
});

test('an intake that died is sent again once its patience is over, and not before', async () => {
  const player = await signIn(earlier());
  const bytes = joined(photo, newId());
  const { documentId, upload } = await offerEarlier(player, bytes);
  await post(upload, bytes);
  const message = messageOf(player, 'NO_THREATS_FOUND');
  await tagScanned(services, message);
  services.reset();
  services.meddle = (_, operation) => (operation === 'kms:GenerateMac' ? 'crash-before' : 'none');
  expect(await deliver(takeIn, message)).toBe(false);
  services.reset();
  await tick(sweepSlots);
  expect(sentFor(message)).toEqual([]);
  await setOnDocument(player, documentId, { claimedAt: earlier().toISOString() });
  await tick(sweepSlots);
  expect(sentFor(message)).toEqual([message]);
  expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual(['in-review']);
});

test('an upload after its slot expired is deleted', async () => {
  const player = await signIn(earlier());
  const bytes = joined(photo, newId());
  const { upload } = await offerEarlier(player, bytes);
  await tick(sweepSlots);
  await post(upload, bytes);
  for (const message of uploadMessages(services, player.playerId)) expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual(['never-arrived']);
  expect(keysOf(services, 'incoming', player.playerId)).toEqual([]);
});

test('one slot that cannot be swept does not keep the others waiting', async () => {
  const [first, second] = [await signIn(earlier()), await signIn(earlier())];
  await offerEarlier(first, photo);
  await offerEarlier(second, photo);
  let failed = false;
  services.meddle = (_, operation) => {
    if (failed || operation !== 'dynamodb:TransactWriteItems') return 'none';
    failed = true;
    return 'crash-before';
  };
  await expect(tick(sweepSlots)).rejects.toThrow('SCHEDULED_WORK_FAILED');
  services.reset();
  const states = [...(await statesOf(first)), ...(await statesOf(second))];
  expect(states.toSorted()).toEqual(['awaiting-upload', 'never-arrived']);
  await tick(sweepSlots);
  expect([...(await statesOf(first)), ...(await statesOf(second))]).toEqual(['never-arrived', 'never-arrived']);
});

/** An intake that kept the photo and died; before the next one the file is lost, so that it is refused. */
async function keptAndRefused(): Promise<{ player: SignedIn; documentId: string }> {
  const player = await signIn(earlier());
  const bytes = joined(photo, newId());
  const { documentId, upload } = await offerEarlier(player, bytes);
  await post(upload, bytes);
  const [message] = uploadMessages(services, player.playerId);
  services.meddle = (_, operation) => (operation === 's3:PUT' ? 'crash-after' : 'none');
  expect(await deliver(takeIn, message)).toBe(false);
  services.reset();
  await openDocumentObjects().deleteUpload({ playerId: player.playerId, documentId }, message?.versionId ?? '');
  expect(await deliver(takeIn, message)).toBe(true);
  expect(await statesOf(player)).toEqual(['unreadable']);
  return { player, documentId };
}

test('what a dead intake kept of a document that was then refused is deleted, once no intake can be under way', async () => {
  const { player, documentId } = await keptAndRefused();
  expect(keysOf(services, 'accepted', player.playerId)).toHaveLength(1);
  await tick(sweepSlots);
  expect(keysOf(services, 'accepted', player.playerId)).toHaveLength(1);
  await setOnDocument(player, documentId, { decidedAt: earlier().toISOString() });
  services.meddle = (_, operation) => (operation === 's3:DELETE' ? 'crash-before' : 'none');
  await expect(tick(sweepSlots)).rejects.toThrow('SCHEDULED_WORK_FAILED');
  services.reset();
  expect(await dueOf(documentId)).toHaveLength(1);
  await tick(sweepSlots);
  expect(keysOf(services, 'accepted', player.playerId)).toEqual([]);
  expect(await dueOf(documentId)).toEqual([]);
  expect(services.logs.join('')).toContain('KEPT_DOCUMENT_CLEARED');
});

test('what is kept of a document in review stays', async () => {
  const player = await signIn(earlier());
  const bytes = joined(photo, newId());
  const { upload } = await offerEarlier(player, bytes);
  await post(upload, bytes);
  for (const message of uploadMessages(services, player.playerId)) await deliver(takeIn, message);
  await tick(sweepSlots);
  expect(keysOf(services, 'accepted', player.playerId)).toHaveLength(1);
});
