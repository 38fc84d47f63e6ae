import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askPatiently, disturbEveryCall, reportConvergence } from '#test/support/faults.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
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
async function begin(): Promise<Upload> {
  photos += 1;
  return { player: await newPlayer(cloud, { language: 'en' }), photo: joined(picture, `photo ${photos}`) };
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

async function check({ player: { playerId, email }, documentId }: Upload): Promise<void> {
  const token = (await logIn(cloud, email)).body.accessToken;
  const { body } = await cloud.api('GET /v1/me/kyc', { token });
  const mine = body.documents.filter((document: { documentId: string }) => document.documentId === documentId);
  expect(mine).toMatchObject([{ state: 'in-review' }]);
  expect(await versionsBelow(`accepted/${playerId}/${documentId}`)).toHaveLength(1);
  expect(await versionsBelow(`incoming/${playerId}/${documentId}`)).toEqual([]);
}

/** One mail for each document that was taken in, and none that nobody sent. */
async function checkAll(): Promise<void> {
  const told = cloud.cloud.mail.mails().filter(({ subject }) => /document/i.test(subject));
  expect(told).toHaveLength((await versionsBelow('accepted/')).length);
}

it('An uploaded document ends in review, once, whatever call of its intake goes wrong', async () => {
  const functions = /kyc|relay/;
  const convergence = await disturbEveryCall(cloud, { begin, act, check, checkAll, functions });
  reportConvergence('Intake of documents', convergence);
  expect(convergence.failures).toEqual([]);
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
}, 600_000);
