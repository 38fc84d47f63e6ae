import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { tables, type TableName } from '#lib/tables.ts';
import { auditWrite } from '#stores/audit-item.ts';
import { requireCredentials } from '../aws-account.ts';
import { countMissed } from './aftermath.ts';
import { copyBack } from './copy-back.ts';
import { findUndeclared } from './declared.ts';
import { ledgers } from './ledgers/index.ts';
import type { Replay } from './ledgers/ledger.ts';
import { addUp, type MoneyCounts } from './money.ts';
import type { RestoreOrder } from './read-order.ts';
import { openRegion, type Region, type TableNames } from './region.ts';
import { copiesOf, deleteCopies, refuseUnrestorable, restoreBeside, type RestoredTables } from './restore-beside.ts';
import { findResurrectedConsents } from './resurrected-consents.ts';
import { findResurrected } from './resurrected.ts';
import { startTraffic, stopTraffic } from './traffic.ts';

type Tell = (line: string) => void;

/**
 * An erasure is decided a moment before its transaction commits, and clocks differ; an entry that is replayed over a copy
 * that has it already changes nothing.
 */
const marginMs = 3600_000;

/** The copies where there are some, the declared tables elsewhere. */
const tablesWith = (region: Region, restored: RestoredTables): TableNames => ({ ...region.tables, ...restored });

/** The stores of the product find tables and keys by settings: those of the copies, so that they are what is changed. */
async function settleStores(region: Region, order: RestoreOrder, restored: RestoredTables): Promise<string> {
  const complianceKeyArn = await region.functions.settingOf('sesetoro-player-complete-closure', 'KEY_COMPLIANCE');
  process.env['AWS_REGION'] = order.region;
  process.env['KEY_COMPLIANCE'] = complianceKeyArn;
  process.env['REGION_SETTINGS'] = await region.functions.settingOf('sesetoro-player-close', 'REGION_SETTINGS');
  const names = tablesWith(region, restored);
  for (const table of Object.keys(tables) as TableName[]) process.env[`TABLE_${table.toUpperCase()}`] = names[table];
  return complianceKeyArn;
}

function replayOf(region: Region, order: RestoreOrder, restored: RestoredTables): Replay {
  return {
    region,
    restored,
    evidence: restored.evidence ?? region.tables.evidence,
    at: order.at,
    since: new Date(order.at.getTime() - marginMs),
    now: region.now(),
  };
}

const listed = (counts: object) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

async function replayLedgers(replay: Replay, tell: Tell): Promise<void> {
  for (const ledger of ledgers) {
    const { found, applied } = await ledger.replay(replay);
    tell(`   ${ledger.name}: ${found} entries, ${applied} of them changed the copies`);
  }
}

const addsUp = ({ sumMinor, differing, withoutWallet }: MoneyCounts) => sumMinor + differing + withoutWallet === 0;

/** Says what would come back: a check that finds nothing says little unless it can find something. */
async function control(search: Parameters<typeof findResurrected>[0], tell: Tell): Promise<void> {
  const before = await findResurrected(search);
  tell(`   without a replay so many erased persons would be back: ${before.people} (${listed(before)})`);
  const consents = await findResurrectedConsents(search);
  tell(`   without a replay so many withdrawn consents would be back: ${consents.back}`);
}

async function check(search: Parameters<typeof findResurrected>[0], tell: Tell): Promise<boolean> {
  const { region } = search.replay;
  const resurrected = await findResurrected(search);
  tell(`   erased persons who are back: ${resurrected.people} (${listed(resurrected)})`);
  const consents = await findResurrectedConsents(search);
  tell(`   withdrawn consents that are back: ${consents.back} (of ${consents.withdrawn})`);
  const money = await addUp(region);
  tell(`   the ledger ${addsUp(money) ? 'adds up' : 'DOES NOT ADD UP'} (${listed(money)})`);
  const strays = await findUndeclared(region);
  tell(`   tables that are not as declared: ${strays.length === 0 ? 'none' : strays.join(', ')}`);
  return resurrected.people + consents.back === 0 && addsUp(money) && strays.length === 0;
}

/** An order that was carried out is evidence, too. */
async function writeAudit(region: Region, { at, lost }: RestoreOrder): Promise<void> {
  const context = { at: at.toISOString(), tables: [...lost.keys()].join(' ') };
  const entry = { action: 'backup-restored', noun: 'backup', nounId: at.toISOString(), context };
  const actor = { kind: 'platform', requestId: randomUUID() } as const;
  const { Put } = auditWrite(entry, { actor, now: region.now(), tableName: region.tables.evidence });
  if (Put !== undefined) await region.documents.send(new PutCommand(Put));
}

/** Traffic comes back only when nobody came back who was erased; the copies go, because they hold what is personal. */
async function finish(region: Region, order: RestoreOrder, tell: Tell): Promise<void> {
  await writeAudit(region, order);
  tell(`6. Traffic on: ${await startTraffic(region, order)} functions may run again`);
  tell(`7. Copies away: ${await deleteCopies(region, order)} tables deleted`);
}

async function restoreIn(region: Region, order: RestoreOrder, tell: Tell): Promise<boolean> {
  await refuseUnrestorable(region, order);
  tell(`1. Traffic off: ${await stopTraffic(region, order)} functions stopped`);
  const restored = await restoreBeside(region, order);
  tell(`2. Restored beside, to ${order.at.toISOString()}:`);
  for (const [table, name] of copiesOf(restored)) tell(`   ${table}: ${name}`);
  const complianceKeyArn = await settleStores(region, order, restored);
  const replay = replayOf(region, order, restored);
  await control({ replay, tables: tablesWith(region, restored), complianceKeyArn }, tell);
  tell(`3. Replayed over the copies, from ${replay.since.toISOString()} on:`);
  await replayLedgers(replay, tell);
  tell('4. Copied back:');
  for (const [table, counts] of await copyBack(region, restored)) tell(`   ${table}: ${listed(counts)}`);
  tell('5. Checked:');
  const isSafe = await check(
    { replay: { ...replay, evidence: region.tables.evidence }, tables: region.tables, complianceKeyArn },
    tell,
  );
  if (restored.players !== undefined) tell(`   support must expect: ${listed(await countMissed(replay))}`);
  if (isSafe) await finish(region, order, tell);
  tell(
    isSafe
      ? 'Verdict: restored; nobody who was erased and no consent that was withdrawn is back.'
      : 'Verdict: NOT SAFE. Traffic stays off.',
  );
  return isSafe;
}

/**
 * Carries out an order, step by step as the runbook says. Answers false, and leaves traffic off, when somebody who was
 * erased is back, the ledger does not add up, or a table is not as declared. Throws an Error when a step fails; the same
 * order again goes on.
 */
export async function restore(order: RestoreOrder, tell: Tell): Promise<boolean> {
  await requireCredentials(order.region);
  const region = await openRegion(order.region);
  try {
    return await restoreIn(region, order, tell);
  } finally {
    region.close();
  }
}
