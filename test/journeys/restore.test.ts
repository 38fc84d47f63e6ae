import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableName } from '#lib/tables.ts';
import type { JournalEntry } from '#local/edge/journal.ts';
import type { Fault } from '#local/faults/fault-plan.ts';
import { evaluate } from '#local/iam/evaluate.ts';
import { readPolicy } from '#local/iam/policy.ts';
import { openDemoCloud, type DemoCloud, type Row } from '#tools/demo/demo-cloud.ts';
import { lostTables, openStory, playDisaster, type Disaster } from '#tools/drill/disaster.ts';
import { loseTables } from '#tools/drill/lose.ts';
import { tryAll } from '#tools/drill/outcome.ts';
import { runRestore, timeText } from '#tools/drill/run-restore.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';

const playersCount = 9;
/** Two players, and one who was only a registration at the moment. */
const leftSince = 3;

let cloud: DemoCloud;
let disaster: Disaster;
beforeAll(async () => {
  const { assemblyFolder } = await synthesiseLocal();
  cloud = await openDemoCloud(assemblyFolder);
  disaster = await playDisaster(openStory(cloud), playersCount);
});
afterAll(async () => {
  expect(cloud.cloud.defects).toEqual([]);
  await cloud.stop();
});

const restore = (tables: readonly string[] = lostTables, at = disaster.at) => runRestore(cloud.cloud, { at, tables });
const health = async () => (await cloud.api('GET /v1/health')).status;
const mails = () => cloud.cloud.mail.mails({}).length;

async function operate<T>(work: (documents: DynamoDBDocumentClient) => Promise<T>): Promise<T> {
  const client = new DynamoDBClient(cloud.cloud.clientSettings());
  try {
    return await work(DynamoDBDocumentClient.from(client));
  } finally {
    client.destroy();
  }
}

async function copies(): Promise<string[]> {
  const client = new DynamoDBClient(cloud.cloud.clientSettings());
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  client.destroy();
  return names.filter((name) => name.includes('-restored-'));
}

/** Everything in the tables that were lost, as text. */
async function contents(): Promise<string> {
  const rows = await Promise.all(lostTables.map((table) => cloud.rows(table)));
  return JSON.stringify(rows);
}

const policy = readPolicy(JSON.parse(fs.readFileSync('docs/runbooks/restore-policy.json', 'utf8')));

/** Whether the role that the runbook asks for may do something. */
function isInPolicy({ action, resource, context = {} }: JournalEntry): boolean {
  const request = { principalArn: 'arn:aws:iam::000000000000:role/restore', account: '000000000000', action, resource };
  return evaluate({ ...request, context }, { identity: [policy] }).isAllowed;
}

/** More failures in a row than any client of the command tries. */
const lasting = { times: 8 };

/** Where the command is stopped, in the order of its steps: before a write, or after it and before its answer. */
const interruptions: readonly Fault[] = [
  { kind: 'fail-before', action: 'lambda:PUT', nth: 50, ...lasting },
  { kind: 'fail-before', action: 'dynamodb:RestoreTableToPointInTime', nth: 3, ...lasting },
  { kind: 'fail-before', action: 'dynamodb:DeleteItem', nth: 1, ...lasting },
  { kind: 'fail-after', action: 'dynamodb:DeleteItem', nth: 4, ...lasting },
  { kind: 'fail-before', action: 'dynamodb:DeleteItem', nth: 3, ...lasting },
  { kind: 'fail-before', action: 'dynamodb:PutItem', nth: 1, ...lasting },
  { kind: 'fail-before', action: 'kms:ReEncrypt', nth: 1, ...lasting },
  { kind: 'fail-after', action: 'dynamodb:UpdateItem', nth: 1, ...lasting },
  { kind: 'fail-before', action: 'dynamodb:UpdateItem', nth: 2, ...lasting },
  { kind: 'fail-after', action: 'dynamodb:BatchWriteItem', nth: 1, ...lasting },
  { kind: 'fail-before', action: 'dynamodb:BatchWriteItem', nth: 2, ...lasting },
];

describe('a restore', () => {
  it('that is stopped at any of its writes keeps traffic off and goes on when it is run again', async () => {
    const before = mails();
    for (const fault of interruptions) {
      cloud.cloud.faults.lay([fault]);
      const { code, output } = await restore();
      cloud.cloud.faults.clear();
      expect(code, `${JSON.stringify(fault)}\n${output}`).toBe(2);
      if (!('action' in fault) || fault.action !== 'lambda:PUT') expect(await health()).toBe(503);
    }
    const { code, output } = await restore();
    expect(code, output).toBe(0);
    expect(output).toContain('erased persons who are back: 0');
    expect(await health()).toBe(200);
    await cloud.settle();
    expect(mails()).toBe(before);
  });

  it('leaves of whoever left since exactly what their closure had left', async () => {
    const left = disaster.players.filter(({ fate }) => fate === 'closes-after').map(({ player }) => player.playerId);
    for (const table of lostTables) {
      const comparable = (rows: readonly Row[]) =>
        rows
          .filter(({ pk }) => left.includes(String(pk)))
          // A key that was wrapped anew is the same key; when somebody asked to leave was after the moment.
          .map(({ wrappedKey: _key, closesAt: _at, closingSince: _since, ...row }) => row)
          .toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
      expect(comparable(await cloud.rows(table)), table).toEqual(comparable(disaster.lost.get(table) ?? []));
    }
  });

  it('brings those who stayed back with all deposits counted that they have started since', async () => {
    const walletsOf = (rows: readonly Row[]) => {
      const staying = disaster.players.filter(({ fate }) => fate === 'deposits-after' || fate === 'stays');
      const ids = staying.map(({ player }) => player.playerId);
      return rows.filter(({ pk, sk }) => ids.includes(String(pk)) && sk === 'wallet');
    };
    const restored = walletsOf(await cloud.rows('players'));
    expect(restored).toEqual(walletsOf(disaster.lost.get('players') ?? []));
    expect(restored.map(({ depositCount }) => depositCount)).toContain(2);
  });

  it('changes nothing when it is run once more, needs no more than its policy, and leaves no copy', async () => {
    const before = await contents();
    const mark = cloud.cloud.journal.mark();
    const { code, output } = await restore();
    const asked = cloud.cloud.journal.since(mark).filter(({ functionName }) => functionName === undefined);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((need) => !isInPolicy(need))).toEqual([]);
    expect(code, output).toBe(0);
    expect(output).toContain(`without a replay so many erased persons would be back: ${leftSince}`);
    for (const ledger of [
      'closed accounts',
      'ended classes',
      'changed secrets',
      'withdrawn consents',
      'counted deposits',
    ]) {
      expect(output).toMatch(new RegExp(`${ledger}: \\d+ entries, [1-9]`));
    }
    expect(output).toContain('without a replay so many withdrawn consents would be back: 1');
    expect(output).toContain('withdrawn consents that are back: 0 (of 2)');
    expect(output).toContain('tables that are not as declared: none');
    expect(await contents()).toBe(before);
    expect(await copies()).toEqual([]);
  });

  it('lets in who stayed, with name and money, and nobody who left', async () => {
    const outcome = await tryAll(disaster.players);
    expect(outcome).toEqual({
      remaining: 5,
      welcome: 5,
      closed: 4,
      back: 0,
      locked: 1,
      open: 0,
      objected: 1,
      agreed: 0,
      asked: 2,
      heard: 2,
    });
    await cloud.settle();
  });

  it('lets whoever changed their password since set a new one by mail', async () => {
    const changed = disaster.players.find(({ fate }) => fate === 'changes-password');
    if (changed === undefined) throw new Error('Nobody changed a password');
    const { player, story } = changed;
    const { email } = player.person;
    await story.cloud.api('POST /v1/password-resets', { body: { email } });
    await cloud.settle();
    const texts = (await cloud.inbox(email)).map(({ text = '' }) => text);
    const token = texts.flatMap((text) => /\/password-reset#([\w-]{43})/.exec(text)?.[1] ?? []).at(-1);
    const body = { token, password: 'harbour whistles before dawn' };
    expect((await story.cloud.api('POST /v1/password-resets/completions', { body })).status).toBeLessThan(300);
    const login = { email, password: body.password, deviceKind: 'android-app' };
    expect((await story.cloud.api('POST /v1/sessions', { body: login })).status).toBe(201);
    await cloud.settle();
  });

  it('ends with another code, and leaves traffic off, while somebody who left is back', async () => {
    const left = disaster.players.find(({ fate }) => fate === 'closes-after')?.player.playerId ?? '';
    const TableName = cloud.tableName('credentials');
    const row = { pk: left, sk: 'password', schemaVersion: 2, passwordHash: 'from an older backup', version: 1 };
    await operate((documents) => documents.send(new PutCommand({ TableName, Item: row })));
    const { code, output } = await restore();
    expect(code, output).toBe(1);
    expect(output).toContain('erased persons who are back: 1');
    expect(await health()).toBe(503);
    await operate((documents) => documents.send(new DeleteCommand({ TableName, Key: { pk: left, sk: 'password' } })));
    expect((await restore()).code).toBe(0);
    expect(await health()).toBe(200);
  });

  it('of announcements sends no mail a second time', async () => {
    await cloud.turnTo(new Date(cloud.now().getTime() + 10 * 60_000));
    const at = new Date(Math.floor(cloud.now().getTime() / 1000) * 1000 - 6 * 60_000);
    const before = mails();
    expect(await loseTables(cloud, ['outbox'])).toBeGreaterThan(playersCount);
    const { code, output } = await restore(['outbox'], at);
    expect(code, output).toBe(0);
    await cloud.settle();
    expect(mails()).toBe(before);
  });

  it('of evidence goes back to a moment of its own, so that no erasure after the others is forgotten', async () => {
    await cloud.turnTo(new Date(cloud.now().getTime() + 10 * 60_000));
    const wholeAt = new Date(cloud.now().getTime() - 5.5 * 60_000);
    const lost: TableName[] = ['evidence', 'credentials'];
    const before = (await cloud.rows('evidence')).length;
    await loseTables(cloud, lost);
    const { code, output } = await restore([`evidence@${timeText(wholeAt)}`, 'credentials']);
    expect(code, output).toBe(0);
    expect(output).toContain(`without a replay so many erased persons would be back: ${leftSince - 1}`);
    const isAudit = ({ action }: Row) => action === 'backup-restored';
    const after = await cloud.rows('evidence');
    expect(after.some(isAudit)).toBe(true);
    expect(after.length).toBe(before + 1);
    expect((await tryAll(disaster.players)).back).toBe(0);
    await cloud.settle();
  });

  it('is refused before anything is touched once the backups of keys, and then of all tables, are overwritten', async () => {
    await cloud.turnTo(new Date(disaster.at.getTime() + 7 * 86_400_000 + 1000));
    const keys = await restore(['keys']);
    expect(keys.output).toContain('keys cannot go back');
    expect([keys.code, await health()]).toEqual([2, 200]);
    await cloud.turnTo(new Date(disaster.at.getTime() + 35 * 86_400_000 + 1000));
    const players = await restore(['players']);
    expect(players.output).toContain('players cannot go back');
    expect([players.code, await health()]).toEqual([2, 200]);
  });
});
