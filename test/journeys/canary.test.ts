import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { stageNames } from '#test/support/attempts.ts';
import { copyMarked } from '#test/support/canary-copy.ts';
import { protectMarked } from '#test/support/canary-factors.ts';
import { logInMarked } from '#test/support/canary-logins.ts';
import { consentMarked } from '#test/support/canary-consent.ts';
import { phoneMarked } from '#test/support/canary-phone.ts';
import { policyChanges } from '#test/support/canary-policy.ts';
import { recoverMarked } from '#test/support/canary-recovery.ts';
import { removeMarked } from '#test/support/canary-removals.ts';
import { requestMarked } from '#test/support/canary-requests.ts';
import {
  concludeAbout,
  leave,
  payMarked,
  proveIdentity,
  readPublicPages,
  registerMarked,
  reviewMarked,
  tellOfBreach,
  type MarkedPlayer,
} from '#test/support/canary-story.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { mailedToken } from '#test/support/player.ts';
import { tableName } from '#test/support/staff.ts';
import { markedPerson, plantedMarkers, type Marker } from '#tools/canary/markers.ts';
import { filesBelow, scan, type Finding, type Scan } from '#tools/canary/scan.ts';

let cloud: TestCloud;
let markers: Marker[];
let players: MarkedPlayer[];
/** The address that each person had for a while, by the one that they have. */
const movedTo = new Map<string, string>();

/** Inboxes stand for the mailboxes and the phones of the players themselves. */
const isMailbox = (file: string) => file.startsWith('ses.sqlite');
const isPhone = (file: string) => file.startsWith('sms-voice.sqlite');
const isInbox = (file: string) => isMailbox(file) || isPhone(file);
/** Compiled code of our own functions. */
const isCode = (file: string) => file.startsWith('compile-cache');
/** What a mail to its own recipient may say: its address, the name it greets, account number, place of a login, link, refusal. */
const inMails = ['email', 'newEmail', 'fullName', 'accountNumber', 'loginCity', 'mailedToken', 'requestWords'];

const marker = (field: string, value: string): Marker => ({ field, value });

async function marked(jurisdiction: string, language: 'en' | 'id'): Promise<void> {
  const birthDate = `19${String(40 + players.length * 7)}-06-15`;
  const person = markedPerson(jurisdiction, birthDate);
  const player = await registerMarked(cloud, person, { jurisdiction, language, birthDate });
  players.push(player);
  markers.push(
    ...plantedMarkers(person),
    marker('birthDate', birthDate),
    marker('accountNumber', player.accountNumber),
    marker('accessToken', player.token.split('.').at(-1) ?? ''),
    marker('mailedToken', mailedToken(cloud, person.email) ?? ''),
  );
}

async function recovered(player: MarkedPlayer): Promise<void> {
  const { newEmail, tokens } = await recoverMarked(cloud, player);
  movedTo.set(player.email, newEmail);
  markers.push(marker('newEmail', newEmail), ...tokens.map((token) => marker('mailedToken', token)));
}

async function protectedBySecond(player: MarkedPlayer): Promise<void> {
  const { totpSecret, recoveryCodes, challenge, ...ofPasskey } = await protectMarked(cloud, player);
  markers.push(marker('totpSecret', totpSecret), marker('loginChallenge', challenge));
  markers.push(...Object.entries(ofPasskey).map(([field, value]) => marker(field, value)));
  markers.push(...recoveryCodes.map((code) => marker('recoveryCode', code)));
}

async function removedByStaff(player: MarkedPlayer): Promise<void> {
  const { secret, recoveryCodes, stopToken } = await removeMarked(cloud, player);
  markers.push(marker('totpSecret', secret), marker('mailedToken', stopToken));
  markers.push(...recoveryCodes.map((code) => marker('recoveryCode', code)));
}

async function askedAndAnswered(player: MarkedPlayer): Promise<void> {
  const { text, words } = await requestMarked(cloud, player);
  markers.push(marker('requestText', text), marker('requestWords', words));
}

async function reachedByPhone(player: MarkedPlayer): Promise<void> {
  const { newPhone, recoveryCodes, tokens } = await phoneMarked(cloud, player);
  markers.push({ ...marker('newPhone', newPhone), alsoWritten: [newPhone.slice(1)] });
  markers.push(...recoveryCodes.map((code) => marker('recoveryCode', code)));
  markers.push(...tokens.map((token) => marker('mailedToken', token)));
}

async function loggedIn(player: MarkedPlayer): Promise<void> {
  const { deviceId, city, token } = await logInMarked(cloud, player);
  markers.push(marker('deviceId', deviceId), marker('loginCity', city), marker('mailedToken', token));
}

beforeAll(async () => {
  cloud = await startTestCloud();
  markers = [];
  players = [];
  await marked('ID', 'id');
  await marked('SG', 'en');
  await policyChanges(cloud, players);
  for (const player of players) await proveIdentity(cloud, player);
  await cloud.settle();
  for (const player of players) await reviewMarked(cloud, player);
  for (const player of players) await payMarked(cloud, player, { paysAnother: player === players[0] });
  for (const player of players) markers.push(marker('mailedToken', await consentMarked(cloud, player)));
  await cloud.settle();
  await tellOfBreach(cloud, players);
  for (const player of players) await copyMarked(cloud, player);
  for (const player of players) await concludeAbout(cloud, player);
  for (const step of [protectedBySecond, reachedByPhone, askedAndAnswered, removedByStaff, recovered, loggedIn])
    for (const player of players) await step(player);
  await readPublicPages(cloud);
  const [first] = players;
  if (first !== undefined) await leave(cloud, first);
  await cloud.settle();
}, 240_000);
afterAll(() => cloud[Symbol.asyncDispose]());

/** Secrets of 256 bits are kept as SHA-256: nobody guesses them, so that it gives nothing away. */
const isGuessable = ({ field, encoding }: Finding) =>
  !(
    ['accessToken', 'loginChallenge', 'mailedToken', 'passkeyChallenge'].includes(field) &&
    encoding.startsWith('sha256')
  );

function search(picks: (file: string) => boolean): Scan {
  const { bytesScanned, findings } = scan(filesBelow(cloud.cloud.dataFolder, picks), markers);
  return { bytesScanned, findings: findings.filter(isGuessable) };
}
const placesOf = (findings: readonly Finding[]) => [
  ...new Set(findings.map(({ source, field, encoding }) => `${field} in ${source} as ${encoding}`)),
];

describe('a value that exists nowhere else, in every personal field', () => {
  it('went through every route', () => {
    const access = cloud.cloud.logs.read('api-access').join('\n');
    const silent = routes
      .map(({ method, path }) => (path === '$default' ? path : `${method} ${path}`))
      .filter((route) => !access.includes(route));
    expect(silent).toEqual([]);
  });

  it('is in no log', () => {
    const logs = search((file) => file.startsWith('logs/'));
    expect(logs.bytesScanned).toBeGreaterThan(10_000);
    expect(placesOf(logs.findings)).toEqual([]);
  });

  it('is in no queue, no announcement, no table, no bucket: neither in use nor in what was deleted', () => {
    const kept = search((file) => !isInbox(file) && !isCode(file) && !file.startsWith('logs/'));
    expect(kept.bytesScanned).toBeGreaterThan(100_000);
    expect(placesOf(kept.findings)).toEqual([]);
  });

  it('is in no mail but those to its owner, and there only what a mail must say', () => {
    const { findings } = search(isMailbox);
    expect(new Set(findings.map(({ field }) => field)).difference(new Set(inMails))).toEqual(new Set());
    for (const { person } of players) {
      const own = [person.email, movedTo.get(person.email) ?? ''];
      const others = cloud.cloud.mail.mails().filter(({ to }) => !own.some((address) => to.includes(address)));
      const foreign = scan([{ name: 'mails to others', bytes: JSON.stringify(others) }], plantedMarkers(person));
      expect(placesOf(foreign.findings)).toEqual([]);
    }
  });

  it('is in no text message but the number that it went to', () => {
    const { findings } = search(isPhone);
    expect(new Set(findings.map(({ field }) => field))).toEqual(new Set(['phone', 'newPhone']));
    const bodies = JSON.stringify(cloud.cloud.smsInbox.messages().map(({ body, context }) => ({ body, context })));
    expect(placesOf(scan([{ name: 'texts', bytes: bodies }], markers).findings)).toEqual([]);
  });

  it('would be found: planted in a log, a table and a queue, in several writings, it is', async () => {
    const [victim] = players;
    const { phone, identityNumber, fullName } = victim?.person ?? markedPerson('ID');
    cloud.cloud.logs.write('planted', JSON.stringify({ note: Buffer.from(`x${phone}`).toString('base64') }));
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
    const Item = { pk: 'planted', sk: 'planted', value: Buffer.from(identityNumber).toString('hex') };
    await client.send(new PutCommand({ TableName: tableName(cloud, 'limits'), Item }));
    const queue = new SQSClient(cloud.cloud.clientSettings());
    const QueueUrl = stageNames(cloud.cloud).get('QUEUE_CLOSURE');
    await queue.send(
      new SendMessageCommand({ QueueUrl, DelaySeconds: 900, MessageBody: encodeURIComponent(fullName) }),
    );
    queue.destroy();
    client.destroy();
    const found = new Set(search((file) => !isInbox(file) && !isCode(file)).findings.map(({ field }) => field));
    expect(found).toEqual(new Set(['phone', 'identityNumber', 'fullName']));
  });

  it('met no denial and no defect of the cloud', () => {
    expect(cloud.cloud.denials()).toEqual([]);
    expect(cloud.cloud.defects).toEqual([]);
  });
});
