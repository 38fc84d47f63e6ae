import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { beginClosure, closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { oddFiles } from '#test/support/documents.ts';
import { contraband } from '#test/support/odd-file.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { exifSegment, joined, withSegments } from '#test/support/picture-files.ts';
import { eicarTestFile } from '#test/support/malware.ts';
import { pdfFile } from '#test/support/pdf-files.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { announcing, type OfferedUpload, post } from '#test/support/uploads.ts';

const codec = await openIndependentCodec();
const photo = withSegments(await codec.encodeJpeg(somePixels(160, 100)), exifSegment(1, contraband));
let copies = 0;
/** A photo nobody sent before. */
const freshPhoto = (): Uint8Array => joined(photo, `copy ${(copies += 1)}`);

let cloud: TestCloud;
let storage: S3Client;
let bucket: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  storage = new S3Client(cloud.cloud.clientSettings());
});
afterAll(async () => {
  storage.destroy();
  await cloud[Symbol.asyncDispose]();
});

async function offer(player: TestPlayer, bytes: Uint8Array, mediaType: DocumentMediaType = 'image/jpeg') {
  const body = announcing(bytes, mediaType);
  const { body: offered } = await expectStatus(
    cloud.api('POST /v1/me/kyc/documents', { token: player.token, body }),
    201,
  );
  bucket ??= (offered as OfferedUpload).upload.fields['bucket'] ?? '';
  return offered as OfferedUpload;
}

async function send(player: TestPlayer, bytes: Uint8Array, mediaType?: DocumentMediaType): Promise<OfferedUpload> {
  const offered = await offer(player, bytes, mediaType);
  expect((await post(offered.upload, bytes)).status).toBe(204);
  return offered;
}

async function documentsOf(
  player: TestPlayer,
): Promise<{ documentId: string; state: string; refusal?: { reason: string; text: string } }[]> {
  const { body } = await expectStatus(cloud.api('GET /v1/me/kyc', { token: player.token }), 200);
  return body.documents;
}

async function keysBelow(prefix: string): Promise<string[]> {
  const { Versions = [] } = await storage.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }));
  return Versions.map(({ Key = '' }) => Key);
}

describe('sending a photo of an identity document', () => {
  it('goes to review, encrypted under the key of the bucket, as the picture alone', async () => {
    const player = await newPlayer(cloud);
    const { documentId } = await send(player, photo);
    await cloud.settle();
    expect(await documentsOf(player)).toMatchObject([{ documentId, state: 'in-review' }]);
    const Key = `accepted/${player.playerId}/${documentId}`;
    const head = await storage.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    expect(head.ServerSideEncryption).toBe('aws:kms');
    expect(head.ContentDisposition).toBe('attachment');
    const { Body } = await storage.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const kept = (await Body?.transformToByteArray()) ?? new Uint8Array();
    expect(Buffer.from(kept).includes('CONTRABAND')).toBe(false);
    expect(await codec.decodeJpeg(kept)).toEqual(await codec.decodeJpeg(photo));
    expect(await keysBelow('incoming/')).toEqual([]);
  });

  it('is told by mail, in the language of the player', async () => {
    const player = await newPlayer(cloud, { language: 'id' });
    await send(player, freshPhoto());
    await cloud.settle();
    const subjects = cloud.cloud.mail.mails({ to: player.email }).map(({ subject }) => subject);
    expect(subjects).toContain('Dokumen Anda telah kami terima');
  });

  it('is refused by mail and in the account with a reason that says what to do', async () => {
    const player = await newPlayer(cloud, { language: 'id' });
    await send(player, joined('\0\0\0\u0018ftypheic\0\0\0\0'));
    await cloud.settle();
    const [document] = await documentsOf(player);
    expect(document).toMatchObject({ state: 'refused', refusal: { reason: 'heic' } });
    expect(document?.refusal?.text).toContain('Paling Kompatibel');
    const texts = cloud.cloud.mail.mails({ to: player.email }).map(({ text }) => text ?? '');
    expect(texts.some((text) => text.includes('Paling Kompatibel'))).toBe(true);
  });

  it('ends for each kind of odd file as it should', async () => {
    const files = (await oddFiles()).filter(({ name }) =>
      [
        'a JPEG followed by a web page',
        'half a PNG',
        'a PDF with a script in an object stream',
        'a PDF',
        'a drawing',
        'a PNG called JPEG',
        'a JPEG of 6,000 by 4,001 pixels',
        'a PDF with a password',
      ].includes(name),
    );
    expect(files).toHaveLength(8);
    for (const { bytes, declared, expected } of files) {
      const player = await newPlayer(cloud);
      await send(player, bytes, declared);
      await cloud.settle();
      const [document] = await documentsOf(player);
      // The scanner, which comes first, cannot look into what is encrypted.
      const ending = expected === 'encrypted' ? 'not-scannable' : expected;
      expect(document?.state === 'in-review' ? 'clean' : document?.refusal?.reason).toBe(ending);
    }
  });

  it('shows nothing of it to another player', async () => {
    const [owner, other] = [await newPlayer(cloud), await newPlayer(cloud)];
    await send(owner, freshPhoto());
    await cloud.settle();
    expect(await documentsOf(other)).toEqual([]);
  });
});

describe('the malware scan of an upload', () => {
  const linesWith = (code: string) =>
    cloud.cloud.logs
      .names()
      .flatMap((name) => cloud.cloud.logs.read(name))
      .filter((line) => line.includes(`"${code}"`));
  /** What the intake read of uploads, by the journal. */
  const readsSince = (mark: number) =>
    cloud.cloud.journal
      .since(mark)
      .filter(
        ({ functionName, action }) => functionName === 'sesetoro-kyc-take-in' && action === 's3:GetObjectVersion',
      );
  const textsTo = ({ email }: TestPlayer) => cloud.cloud.mail.mails({ to: email }).map(({ text }) => text ?? '');

  it('that finds the test file of EICAR refuses the file unopened, deletes it, tells the player and alarms', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const mark = cloud.cloud.journal.mark();
    const { documentId } = await send(player, joined(freshPhoto(), eicarTestFile()));
    await cloud.settle();
    const [document] = await documentsOf(player);
    expect(document).toMatchObject({ documentId, state: 'refused', refusal: { reason: 'malware' } });
    expect(document?.refusal?.text).toContain('check your device');
    expect(textsTo(player).some((text) => text.includes('check your device'))).toBe(true);
    expect(readsSince(mark)).toEqual([]);
    expect(await keysBelow(`incoming/${player.playerId}/`)).toEqual([]);
    expect(await keysBelow(`accepted/${player.playerId}/`)).toEqual([]);
    const found = linesWith('MALWARE_FOUND').filter((line) => line.includes(documentId));
    expect(found).toHaveLength(1);
    expect(found[0]).not.toContain('EICAR');
  });

  it('that cannot look into a PDF with a password refuses it unopened and says what to do', async () => {
    const player = await newPlayer(cloud, { language: 'id' });
    const mark = cloud.cloud.journal.mark();
    await send(player, pdfFile({ trailer: '/Encrypt 5 0 R' }), 'application/pdf');
    await cloud.settle();
    const [document] = await documentsOf(player);
    expect(document).toMatchObject({ state: 'refused', refusal: { reason: 'not-scannable' } });
    expect(document?.refusal?.text).toContain('simpan tanpa kata sandi');
    expect(textsTo(player).some((text) => text.includes('simpan tanpa kata sandi'))).toBe(true);
    expect(readsSince(mark)).toEqual([]);
    expect(await keysBelow(`incoming/${player.playerId}/`)).toEqual([]);
  });

  it('that fails refuses the file unopened, and the same file may be sent again', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const bytes = freshPhoto();
    cloud.cloud.faults.lay([{ kind: 'fail-before', functionName: 'GuardDuty', action: 's3:GetObject' }]);
    await send(player, bytes);
    await cloud.settle();
    cloud.cloud.faults.clear();
    expect(await documentsOf(player)).toMatchObject([{ state: 'refused', refusal: { reason: 'not-scannable' } }]);
    await send(player, bytes);
    await cloud.settle();
    const states = (await documentsOf(player)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['in-review', 'refused']);
  });
});

describe('the form of a slot', () => {
  it('is refused after ten minutes', async () => {
    const player = await newPlayer(cloud);
    const bytes = freshPhoto();
    const { upload } = await offer(player, bytes);
    cloud.turn({ minutes: 10, seconds: 5 });
    expect((await post(upload, bytes)).status).toBe(403);
  });

  it.each([
    ['with another file', {}, 1],
    ['with another type', { 'Content-Type': 'text/html' }, 0],
    ['for another key', { key: 'incoming/a/b' }, 0],
    ['without encryption', { 'x-amz-server-side-encryption': undefined }, 0],
    ['with a policy that was altered', { Policy: Buffer.from('{"conditions":[]}').toString('base64') }, 0],
  ])('is refused %s', async (_, change, flippedBytes) => {
    const player = await newPlayer(cloud);
    const bytes = freshPhoto();
    const { upload } = await offer(player, bytes);
    const sent = Uint8Array.from(bytes, (byte, at) => (at < flippedBytes ? byte ^ 1 : byte));
    const answer = await post(upload, sent, change);
    expect([400, 403]).toContain(answer.status);
    expect(await keysBelow('incoming/')).toEqual([]);
  });

  it('can be posted again, but only the first file counts: the second is deleted', async () => {
    const player = await newPlayer(cloud);
    const bytes = freshPhoto();
    const { documentId, upload } = await send(player, bytes);
    await cloud.settle();
    expect((await post(upload, bytes)).status).toBe(204);
    await cloud.settle();
    expect(await documentsOf(player)).toMatchObject([{ documentId, state: 'in-review' }]);
    expect(await keysBelow(`accepted/${player.playerId}/`)).toHaveLength(1);
    expect(await keysBelow('incoming/')).toEqual([]);
  });
});

describe('slots', () => {
  it('are five at once; those nobody used come back after their time', async () => {
    const player = await newPlayer(cloud);
    for (let slot = 0; slot < 5; slot += 1) await offer(player, photo);
    const body = announcing(photo, 'image/jpeg');
    const sixth = await cloud.api('POST /v1/me/kyc/documents', { token: player.token, body });
    expect(sixth.status).toBe(429);
    expect(sixth.headers.get('retry-after')).toMatch(/^\d+$/);
    cloud.turn({ minutes: 16 });
    await cloud.settle();
    expect((await documentsOf(player)).map(({ refusal }) => refusal?.reason)).toEqual(
      Array.from({ length: 5 }, () => 'never-arrived'),
    );
    await offer(player, photo);
  });

  it('are twenty a day', async () => {
    const player = await newPlayer(cloud);
    const midnight = new Date(cloud.now().toISOString().slice(0, 10)).getTime() + 86_400_000;
    cloud.turn({ seconds: Math.ceil((midnight - cloud.now().getTime()) / 1000) + 60 });
    for (let round = 0; round < 4; round += 1) {
      player.token = (await logIn(cloud, player.email)).body.accessToken;
      for (let slot = 0; slot < 5; slot += 1) await offer(player, photo);
      cloud.turn({ minutes: 16 });
      await cloud.settle();
    }
    player.token = (await logIn(cloud, player.email)).body.accessToken;
    const body = announcing(photo, 'image/jpeg');
    expect((await cloud.api('POST /v1/me/kyc/documents', { token: player.token, body })).status).toBe(429);
    cloud.turn({ days: 1 });
    player.token = (await logIn(cloud, player.email)).body.accessToken;
    await offer(player, photo);
  });
});

describe('the government ID number', () => {
  it('is taken, shown only as recorded, and answered alike when somebody else gave it', async () => {
    const players = [await newPlayer(cloud), await newPlayer(cloud)];
    for (const { token } of players) {
      const body = { identityNumber: '3171 0115 0690 4321' };
      await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token, body }), 204);
      expect((await cloud.api('GET /v1/me/kyc', { token })).body.identityNumber).toBe('recorded');
    }
    const logs = cloud.cloud.logs.names().flatMap((name) => cloud.cloud.logs.read(name));
    expect(logs.join('\n')).not.toContain('3171011506904321');
  });
});

describe('an intake that is disturbed', () => {
  it.each(['duplicate', 'reorder'] as const)('by a %s of its messages ends once', async (kind) => {
    const player = await newPlayer(cloud);
    cloud.cloud.faults.lay([{ kind, functionName: 'take-in' }]);
    await send(player, freshPhoto());
    await cloud.settle({ turnsToHidden: true });
    expect(cloud.cloud.faults.metCount()).toBeGreaterThan(0);
    cloud.cloud.faults.clear();
    expect(await documentsOf(player)).toMatchObject([{ state: 'in-review' }]);
    const accepted = cloud.cloud.mail.mails({ to: player.email }).filter(({ subject }) => /Dokumen/.test(subject));
    expect(accepted).toHaveLength(1);
  });

  it.each(['s3:GetObject', 'kms:GenerateMac', 's3:PutObject', 'dynamodb:TransactWriteItems'])(
    'by its death right after %s converges',
    async (action) => {
      const player = await newPlayer(cloud);
      cloud.cloud.faults.lay([{ kind: 'kill', functionName: 'take-in', action, nth: 1, times: 1 }]);
      await send(player, freshPhoto());
      await cloud.settle({ turnsToHidden: true });
      expect(cloud.cloud.faults.metCount()).toBeGreaterThan(0);
      cloud.cloud.faults.clear();
      player.token = (await logIn(cloud, player.email)).body.accessToken;
      expect(await documentsOf(player)).toMatchObject([{ state: 'in-review' }]);
      expect(await keysBelow('incoming/')).toEqual([]);
    },
  );
});

it('an intake that died after it kept a file which was then refused leaves nothing of it', async () => {
  const player = await newPlayer(cloud);
  const fault = { kind: 'kill', functionName: 'take-in', action: 's3:PutObject', nth: 1, times: 1 } as const;
  cloud.cloud.faults.lay([fault]);
  await send(player, freshPhoto());
  await cloud.settle();
  expect(cloud.cloud.faults.metCount()).toBe(1);
  cloud.cloud.faults.clear();
  const kept = `accepted/${player.playerId}/`;
  expect(await keysBelow(kept)).toHaveLength(1);
  // The upload is lost before the intake comes again.
  const uploads = await storage.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'incoming/' }));
  for (const { Key, VersionId } of uploads.Versions ?? [])
    await storage.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
  await cloud.settle({ turnsToHidden: true });
  player.token = (await logIn(cloud, player.email)).body.accessToken;
  expect(await documentsOf(player)).toMatchObject([{ state: 'refused', refusal: { reason: 'unreadable' } }]);
  for (let round = 0; round < 2; round += 1) {
    cloud.turn({ minutes: 16 });
    await cloud.settle();
  }
  expect(await keysBelow(kept)).toEqual([]);
});

describe('after the account is closed', () => {
  it('documents are kept for as long as the law asks, and then nothing of them is left', async () => {
    const player = await newPlayer(cloud);
    await send(player, freshPhoto());
    const body = { identityNumber: '3171 0115 0690 8765' };
    await expectStatus(cloud.api('PUT /v1/me/kyc/identity', { token: player.token, body }), 204);
    await cloud.settle();
    await closeForGood(cloud, player.token);
    const rowsOfPlayer = async () => {
      const rows = [...(await rowsOf(cloud, 'kyc')), ...(await rowsOf(cloud, 'lookups'))];
      return rows.filter(({ pk, playerId }) => pk === player.playerId || playerId === player.playerId);
    };
    const kept = await rowsOfPlayer();
    expect(kept.map(({ pk }) => String(pk).split('#')[0]).toSorted()).toEqual(
      [
        'document-hash',
        'identity-number',
        ...kept.filter(({ pk }) => pk === player.playerId).map(() => player.playerId),
      ].toSorted(),
    );
    expect(kept.every(({ expiresAtSeconds }) => typeof expiresAtSeconds === 'number')).toBe(true);
    expect(await keysBelow(`accepted/${player.playerId}/`)).toHaveLength(1);

    cloud.turn({ days: 5 * 366 + 8 });
    await cloud.cloud.fireSchedule('retention');
    await cloud.settle();
    expect(await rowsOfPlayer()).toEqual([]);
    expect(await keysBelow(`accepted/${player.playerId}/`)).toEqual([]);
  });

  it('an upload on its way is not taken in', async () => {
    const player = await newPlayer(cloud);
    const bytes = freshPhoto();
    const { upload } = await offer(player, bytes);
    await beginClosure(cloud, player.token);
    expect(
      (await cloud.api('POST /v1/me/kyc/documents', { token: player.token, body: announcing(bytes, 'image/jpeg') }))
        .status,
    ).toBe(409);
    expect((await post(upload, bytes)).status).toBe(204);
    await cloud.settle();
    expect(await keysBelow('incoming/')).toEqual([]);
    expect(await keysBelow(`accepted/${player.playerId}/`)).toEqual([]);
  });
});

it('proves identity without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
