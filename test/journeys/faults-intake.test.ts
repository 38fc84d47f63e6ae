import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence } from '#test/support/faults.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { eicarTestFile } from '#test/support/malware.ts';
import { joined } from '#test/support/picture-files.ts';
import { logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { announcing, post, type OfferedUpload } from '#test/support/uploads.ts';

let cloud: TestCloud;
let storage: S3Client;
let picture: Uint8Array;
let bucket = '';
let photos = 0;
beforeAll(async () => {
  cloud = await startTestCloud();
  storage = new S3Client(cloud.cloud.clientSettings());
  picture = await (await openIndependentCodec()).encodeJpeg(somePixels(64, 48));
});
afterAll(async () => {
  storage.destroy();
  await cloud[Symbol.asyncDispose]();
});

interface Upload {
  player: TestPlayer;
  photo: Uint8Array;
  documentId?: string;
}

/** Everybody proves identity for the first time, so that their kyc key is made under way. */
async function begin(ending: Uint8Array = new Uint8Array()): Promise<Upload> {
  photos += 1;
  return { player: await newPlayer(cloud, { language: 'en' }), photo: joined(picture, `photo ${photos}`, ending) };
}

async function act(upload: Upload): Promise<void> {
  const { token } = upload.player;
  const body = announcing(upload.photo, 'image/jpeg');
  const answer = await askPatiently(cloud, () => cloud.api('POST /v1/me/kyc/documents', { token, body }));
  expect(answer.status).toBe(201);
  const offered: OfferedUpload = answer.body;
  upload.documentId = offered.documentId;
  bucket = offered.upload.fields['bucket'] ?? '';
  expect((await post(offered.upload, upload.photo)).status).toBe(204);
}

const versionsBelow = async (Prefix: string) =>
  (await storage.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }))).Versions ?? [];

async function documentOf({ player: { email }, documentId }: Upload): Promise<unknown> {
  const token = (await logIn(cloud, email)).body.accessToken;
  const { body } = await cloud.api('GET /v1/me/kyc', { token });
  return body.documents.find((document: { documentId: string }) => document.documentId === documentId);
}

async function check(upload: Upload): Promise<void> {
  const place = `${upload.player.playerId}/${upload.documentId}`;
  expect(await documentOf(upload)).toMatchObject({ state: 'in-review' });
  expect(await versionsBelow(`accepted/${place}`)).toHaveLength(1);
  expect(await versionsBelow(`incoming/${place}`)).toEqual([]);
}

/** One mail for each document that was taken in, and none that nobody sent. */
async function checkAll(): Promise<void> {
  const told = cloud.cloud.mail.mails().filter(({ subject }) => /document/i.test(subject));
  expect(told).toHaveLength((await versionsBelow('accepted/')).length);
}

async function checkRefused(upload: Upload): Promise<void> {
  const { playerId, email } = upload.player;
  expect(await documentOf(upload)).toMatchObject({ state: 'refused', refusal: { reason: 'malware' } });
  for (const prefix of ['incoming', 'accepted']) expect(await versionsBelow(`${prefix}/${playerId}/`)).toEqual([]);
  const told = cloud.cloud.mail.mails({ to: email }).filter(({ text }) => text?.includes('harmful software'));
  expect(told).toHaveLength(1);
}

it('An uploaded document ends in review, once, whatever call of its intake goes wrong', async () => {
  const functions = /kyc|relay/;
  const flow = { begin: () => begin(), act, check, checkAll, functions };
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence('Intake of documents', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}, 600_000);

it('An uploaded document with malware in it is refused, once, whatever call of its intake goes wrong', async () => {
  const flow = { begin: () => begin(eicarTestFile()), act, check: checkRefused, functions: /kyc-take-in/ };
  const convergence = await disturbEveryCall(cloud, flow);
  reportConvergence('Intake of malware', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}, 600_000);
