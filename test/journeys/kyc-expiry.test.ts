import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { approveReview, giveNumber } from '#test/support/review-desk.ts';
import { announcing, type OfferedUpload, post } from '#test/support/uploads.ts';

const photo = await (await openIndependentCodec()).encodeJpeg(somePixels(64, 40));
const dayMilliseconds = 86_400_000;
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud[Symbol.asyncDispose]());

async function prove(player: TestPlayer, documentExpiresOn: string): Promise<void> {
  const body = announcing(photo, 'image/jpeg');
  const answer = await expectStatus(cloud.api('POST /v1/me/kyc/documents', { token: player.token, body }), 201);
  const offered: OfferedUpload = answer.body;
  expect((await post(offered.upload, photo)).status).toBe(204);
  await cloud.settle();
  await giveNumber(cloud, player);
  await approveReview(cloud, player.playerId, documentExpiresOn);
}

async function turnTo(moment: string): Promise<void> {
  cloud.turn({ seconds: Math.ceil((Date.parse(moment) - cloud.now().getTime()) / 1000) });
  await cloud.cloud.fireSchedule('kyc-expiry');
  await cloud.settle();
}

async function stateOf(player: TestPlayer): Promise<{ document: string; review: unknown; approval: unknown }> {
  const token = (await logIn(cloud, player.email)).body.accessToken;
  const { body } = await expectStatus(cloud.api('GET /v1/me/kyc', { token }), 200);
  const review = (await rowsOf(cloud, 'kyc')).find(({ pk, sk }) => pk === player.playerId && sk === 'review');
  return { document: body.documents[0]?.state, review: review?.['state'], approval: review?.['approval'] };
}

const subjectsTo = ({ email }: TestPlayer) =>
  cloud.cloud.mail
    .mails({ to: email })
    .map(({ subject }) => subject)
    .filter((subject) => /run|masa berlaku/i.test(subject));

it('an approved document is reminded of 30 and 7 days before its date and ends after it, in both languages', async () => {
  const [english, indonesian] = [await newPlayer(cloud, { language: 'en' }), await newPlayer(cloud)];
  const expiresOn = new Date(cloud.now().getTime() + 100 * dayMilliseconds).toISOString().slice(0, 10);
  await prove(english, expiresOn);
  await prove(indonesian, expiresOn);
  const day = (offset: number) => new Date(Date.parse(expiresOn) + offset * dayMilliseconds).toISOString().slice(0, 10);
  await turnTo(`${day(-31)}T12:00:00Z`);
  expect(subjectsTo(english)).toEqual([]);
  await turnTo(`${day(-30)}T02:10:00Z`);
  expect(subjectsTo(english)).toHaveLength(1);
  await turnTo(`${day(-7)}T02:10:00Z`);
  expect(subjectsTo(english)).toHaveLength(2);
  // Jakarta is seven hours ahead: the last day is over at 17:00 UTC.
  await turnTo(`${expiresOn}T16:50:00Z`);
  expect(await stateOf(english)).toMatchObject({ document: 'approved', review: 'approved' });
  await turnTo(`${expiresOn}T17:10:00Z`);
  for (const player of [english, indonesian])
    expect(await stateOf(player)).toEqual({ document: 'expired', review: 'expired', approval: undefined });
  const soon = 'Your identity document runs out soon';
  expect(subjectsTo(english)).toEqual([soon, soon, 'Your identity document has run out']);
  expect(subjectsTo(indonesian)).toHaveLength(3);
  expect(subjectsTo(indonesian).at(-1)).toBe('Masa berlaku dokumen identitas Anda telah habis');
});

it('expires without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
