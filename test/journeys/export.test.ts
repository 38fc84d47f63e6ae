import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type FieldName } from '#catalogue/index.ts';
import { stageNames } from '#test/support/attempts.ts';
import {
  payMarked,
  proveIdentity,
  registerMarked,
  reviewMarked,
  type MarkedPlayer,
} from '#test/support/canary-story.ts';
import { closeForGood } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { askForCopy, downloadCopy, fetchCopy, showCopy } from '#test/support/data-copy.ts';
import { expectStatus, logIn, newPlayer } from '#test/support/player.ts';
import { makeRequest } from '#test/support/requests.ts';
import { turnTotpOn } from '#test/support/second-factor.ts';
import { markedPerson, plantedMarkers } from '#tools/canary/markers.ts';

interface Manifest {
  schemaVersion: number;
  exportId: string;
  asOf: string;
  files: { path: string; sha256: string; bytes: number; recordCount: number }[];
  exclusions: { field?: string; because: { en: string } }[];
  failures: unknown[];
}

let cloud: TestCloud;
let player: MarkedPlayer;
let other: MarkedPlayer;
let exportId: string;
let files: Map<string, Buffer>;
let archive: Buffer;
let manifest: Manifest;

const textOf = (path: string) => files.get(path)?.toString('utf8') ?? '';
const recordsOf = (source: string): Record<string, unknown>[] => JSON.parse(textOf(`json/${source}.json`));
const freshToken = async (email: string, password: string) => ({
  token: (await expectStatus(logIn(cloud, email, password), 201)).body.accessToken as string,
});

const requestText = 'My name is written with two letters t';

async function marked(language: 'en' | 'id'): Promise<MarkedPlayer> {
  const person = markedPerson('ID');
  return registerMarked(cloud, person, { jurisdiction: 'ID', language, birthDate: '1990-06-15' });
}

beforeAll(async () => {
  cloud = await startTestCloud();
  player = await marked('en');
  other = await marked('id');
  for (const each of [player, other]) await proveIdentity(cloud, each);
  await cloud.settle();
  for (const each of [player, other]) await reviewMarked(cloud, each);
  for (const each of [player, other]) await payMarked(cloud, each, { paysAnother: false });
  await turnTotpOn(cloud, player);
  // More audit rows than one page holds: every reading of the session list leaves none, every proof leaves one.
  for (let time = 0; time < 210; time += 1)
    await cloud.api('POST /v1/me/step-ups', { token: other.token, body: { password: other.password } });
  await cloud.settle();
  // The change of a factor holds copies back for a day.
  cloud.turn({ hours: 25 });
  const session = await freshToken(other.email, other.password);
  await makeRequest(cloud, session.token, { type: 'correction', text: requestText });
  await cloud.settle();
  ({ exportId, files, archive } = await fetchCopy(cloud, session));
  manifest = JSON.parse(textOf('manifest.json'));
}, 240_000);
afterAll(() => cloud[Symbol.asyncDispose]());

describe('a copy of everything held', () => {
  it('holds what the person asked of us, in their own words', () => {
    const asked = recordsOf('requests').filter(({ record }) => record === 'request');
    expect(asked).toMatchObject([{ requestType: 'correction', requestText }]);
  });

  it('holds what the person gave, exactly where the catalogue says', () => {
    const { person } = other;
    const [account] = recordsOf('account').filter(({ record }) => record === 'account');
    expect(account).toMatchObject({
      email: person.email,
      fullName: person.fullName,
      addressName: person.fullName,
      birthDate: '1990-06-15',
      phone: person.phone,
      accountNumber: other.accountNumber,
      language: 'id',
    });
    expect(recordsOf('identity').some(({ identityNumber }) => identityNumber === person.identityNumber)).toBe(true);
    const [deposit] = recordsOf('payments').filter(({ record }) => record === 'deposit');
    expect(deposit?.['transferConfirmation']).toBe(person.transferConfirmation);
    expect(String(deposit?.['bankAccount'])).toContain(person.bankAccountNumber);
    const placesOf = (text: string) =>
      [...files].filter(([path, bytes]) => path.startsWith('json/') && bytes.includes(text));
    expect(placesOf(person.identityNumber).map(([path]) => path)).toEqual(['json/identity.json']);
    expect(placesOf(person.phone).map(([path]) => path)).toEqual(['json/account.json']);
    expect(placesOf(person.bankAccountNumber).map(([path]) => path)).toEqual(['json/payments.json']);
  });

  it('holds logins, sessions, money, messages, and who of the staff looked, without their names', () => {
    for (const source of ['activity', 'sessions', 'wallet', 'messages', 'announcements', 'credentials', 'exports'])
      expect(recordsOf(source).length, source).toBeGreaterThan(0);
    const looked = recordsOf('evidence').filter(({ auditAction }) => auditAction === 'document-viewed');
    expect(looked.length).toBeGreaterThan(0);
    for (const record of looked) expect(record).toMatchObject({ by: 'staff' });
    for (const record of looked) expect(record).not.toHaveProperty('auditActor');
    expect(JSON.stringify(recordsOf('evidence'))).not.toMatch(/screen/);
  });

  it('has the original documents', () => {
    const documents = [...files].filter(([path]) => path.startsWith('documents/'));
    expect(documents.map(([path]) => path.split('.')[1]).toSorted()).toEqual(['jpg', 'pdf']);
    for (const [, bytes] of documents) expect(bytes.length).toBeGreaterThan(100);
  });

  it('holds only fields that the catalogue exports, and says of every other one why it is left out', () => {
    const structural = new Set(['record', 'at', 'by']);
    const sources = [...files.keys()].filter((path) => path.startsWith('json/'));
    const held = sources.flatMap((path) =>
      (JSON.parse(textOf(path)) as object[]).flatMap((record) => Object.keys(record)),
    );
    for (const field of new Set(held.filter((name) => !structural.has(name))))
      expect(catalogue[field as FieldName].inExport.included, field).toBe(true);
    const reasons = new Map(manifest.exclusions.flatMap(({ field, because }) => (field ? [[field, because.en]] : [])));
    expect(reasons.get('passwordHash')).toBe('It proves your password and must leave the platform for nobody.');
    expect(reasons.has('fullName')).toBe(false);
  });

  it('holds nothing of anybody else', () => {
    const everything = [...files.values()].map((bytes) => bytes.toString('latin1')).join('\n');
    const foreign = plantedMarkers(player.person).flatMap(({ value, alsoWritten = [] }) => [value, ...alsoWritten]);
    expect(foreign.filter((value) => everything.includes(value))).toEqual([]);
    expect(everything).not.toContain(player.playerId);
    expect(everything).not.toContain(other.person.password);
  });

  it('names every file in its manifest with its hash, and nothing has failed', () => {
    expect(manifest).toMatchObject({ schemaVersion: 1, exportId, failures: [] });
    const named = manifest.files.map(({ path }) => path);
    expect([...named, 'manifest.json'].toSorted()).toEqual([...files.keys()].toSorted());
    for (const { path, sha256, bytes } of manifest.files) {
      const body = files.get(path) ?? Buffer.alloc(0);
      expect([createHash('sha256').update(body).digest('hex'), body.length], path).toEqual([sha256, bytes]);
    }
  });

  it('has as many lines in each CSV as records in the JSON, more than one page of them among them', () => {
    for (const { path, recordCount } of manifest.files.filter((file) => file.path.startsWith('json/'))) {
      const source = path.slice('json/'.length, -'.json'.length);
      expect(recordsOf(source), source).toHaveLength(recordCount);
      const lines = textOf(`csv/${source}.csv`)
        .split('\r\n')
        .filter((line) => line !== '');
      expect(lines, source).toHaveLength(recordCount + 1);
    }
    expect(recordsOf('evidence').length).toBeGreaterThan(200);
  });

  it('can be read without a network, in both languages, and runs nothing', () => {
    const page = textOf('index.html');
    expect(page).toContain('A copy of your data');
    expect(page).toContain('Salinan data Anda');
    expect(page).toContain(other.person.fullName);
    expect(page).not.toMatch(/<script|https?:\/\//);
  });
});

describe('handing a copy over', () => {
  it('is announced by a mail that holds nothing of it', () => {
    const mails = cloud.cloud.mail.mails({ to: other.email }).filter(({ subject }) => /salinan/i.test(subject));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).not.toContain(exportId);
  });

  it('shows the player how far it is, and nobody else that it exists', async () => {
    const own = await freshToken(other.email, other.password);
    const shown = await expectStatus(showCopy(cloud, own, exportId), 200);
    expect(shown.body).toMatchObject({ state: 'ready', sourcesDone: 15, sourcesTotal: 15 });
    expect(shown.body.packageHash).toBe(createHash('sha256').update(archive).digest('hex'));
    expect((await cloud.api('GET /v1/me/exports', { token: own.token })).body.exports).toHaveLength(1);
    const stranger = await newPlayer(cloud);
    expect((await showCopy(cloud, stranger, exportId)).status).toBe(404);
    expect((await downloadCopy(cloud, stranger, { exportId })).status).toBe(404);
  });

  it('gives each command one link, which ends after a minute', async () => {
    const own = await freshToken(other.email, other.password);
    const headers = { 'idempotency-key': randomUUID() };
    const { url } = (await expectStatus(downloadCopy(cloud, own, { exportId, headers }), 201)).body;
    expect((await downloadCopy(cloud, own, { exportId, headers })).status).toBe(409);
    const response = await fetch(url);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    cloud.turn({ seconds: 61 });
    expect((await fetch(url)).status).toBe(403);
  });

  it('asks for a proof first, makes one copy at a time, and answers a repeated command the same', async () => {
    const fresh = await newPlayer(cloud);
    const headers = { 'idempotency-key': randomUUID() };
    const first = await expectStatus(askForCopy(cloud, fresh, headers), 202);
    expect((await expectStatus(askForCopy(cloud, fresh, headers), 202)).body.exportId).toBe(first.body.exportId);
    await cloud.settle();
    expect((await showCopy(cloud, fresh, first.body.exportId)).body.state).toBe('ready');
    cloud.turn({ minutes: 10 });
    expect((await askForCopy(cloud, fresh)).body.type).toMatch(/step-up-needed$/);
    expect((await downloadCopy(cloud, fresh, { exportId: first.body.exportId })).body.type).toMatch(/step-up-needed$/);
  });

  it('is held back for a day after a change to how somebody signs in', async () => {
    const fresh = await newPlayer(cloud);
    const asked = (await expectStatus(askForCopy(cloud, fresh), 202)).body;
    await turnTotpOn(cloud, fresh);
    await cloud.settle();
    const held = await downloadCopy(cloud, fresh, { exportId: asked.exportId });
    expect([held.status, held.body.type]).toEqual([403, expect.stringMatching(/export-held$/)]);
    expect(held.body.detail).toMatch(/\d{4}-\d{2}-\d{2}T/);
  });

  it('goes with the account', async () => {
    const leaver = await newPlayer(cloud);
    const asked = (await expectStatus(askForCopy(cloud, leaver), 202)).body;
    await cloud.settle();
    await closeForGood(cloud, leaver.token);
    cloud.turn({ minutes: 16 });
    await cloud.settle();
    expect(await objectsOf(asked.exportId)).toEqual([]);
  });

  it('goes on where it stopped, or is taken away with the account when that closes meanwhile', async () => {
    const [patient, leaver] = [await newPlayer(cloud), await newPlayer(cloud)];
    const functionName = 'export-work';
    cloud.cloud.faults.lay([{ kind: 'fail-before', action: 'dynamodb:TransactWriteItems', functionName }]);
    const asked = (await expectStatus(askForCopy(cloud, patient), 202)).body.exportId;
    const left = (await expectStatus(askForCopy(cloud, leaver), 202)).body.exportId;
    await cloud.settle();
    expect((await showCopy(cloud, patient, asked)).body.state).toBe('collecting');
    expect((await objectsOf(left)).length).toBeGreaterThan(0);
    await closeForGood(cloud, leaver.token);
    cloud.cloud.faults.clear();
    cloud.turn({ minutes: 16 });
    await cloud.settle();
    const own = await freshToken(patient.email, patient.password);
    expect((await showCopy(cloud, own, asked)).body.state).toBe('ready');
    expect(await objectsOf(left)).toEqual([]);
  });

  it('is destroyed on its date, every version of it', async () => {
    expect(await objectsOf(exportId)).toHaveLength(1);
    cloud.turn({ days: 7, minutes: 16 });
    await cloud.settle();
    expect(await objectsOf(exportId)).toEqual([]);
    const own = await freshToken(other.email, other.password);
    expect((await showCopy(cloud, own, exportId)).body.state).toBe('destroyed');
    expect((await downloadCopy(cloud, own, { exportId })).status).toBe(409);
  });

  it('met no denial and no defect of the cloud', () => {
    expect(cloud.cloud.denials()).toEqual([]);
    expect(cloud.cloud.defects).toEqual([]);
  });
});

async function objectsOf(id: string): Promise<string[]> {
  const storage = new S3Client({ ...cloud.cloud.clientSettings(), forcePathStyle: true });
  const Bucket = stageNames(cloud.cloud).get('BUCKET_EXPORTS');
  const { Versions = [] } = await storage.send(new ListObjectVersionsCommand({ Bucket }));
  storage.destroy();
  return Versions.map(({ Key = '' }) => Key).filter((key) => key.includes(id));
}
