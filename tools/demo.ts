// Plays the story of a small operator over HTTP, on a fresh local cloud of its own, and checks every promise on the way.
import { parseArgs } from 'node:util';
import { openAccount, type Account } from './demo/account.ts';
import { playBreach } from './demo/chapters/breach.ts';
import { playClosure } from './demo/chapters/closure.ts';
import { playDeposits } from './demo/chapters/deposits.ts';
import { playIdentity } from './demo/chapters/identity.ts';
import { searchAgain, searchLeaks } from './demo/chapters/leaks.ts';
import { playPermissions } from './demo/chapters/permissions.ts';
import { playRegistration } from './demo/chapters/registration.ts';
import { playRetention } from './demo/chapters/retention.ts';
import { openDemoCloud } from './demo/demo-cloud.ts';
import { addUp } from './demo/ledger.ts';
import type { Story } from './demo/story.ts';

/** Plays all chapters in their order. Answers what was counted on the way. */
async function play(story: Story) {
  const { cloud } = story;
  const cast = await playRegistration(story);
  const documents = await playIdentity(story, cast);
  const deposits = await playDeposits(story, cast);
  const departure = await playClosure(story, cast, deposits.unpaid);
  const breach = await playBreach(story, cast, departure);
  const permissions = await playPermissions(story, cast, departure);
  const ledger = await addUp(cloud);
  const accounts = (await cloud.rows('players')).filter(({ sk }) => sk === 'account');
  const leaks = searchLeaks(story);
  const retention = await playRetention(story, departure);
  const late = searchAgain(story);
  const { isBalanced } = await addUp(cloud);
  story.account.check('the ledger still adds up: money is never erased, only its owner', isBalanced);
  return {
    playersRegistered: accounts.length,
    playersClosed: accounts.filter(({ state }) => state === 'closed').length,
    documentsInReview: documents.inReview,
    documentsRefused: documents.refused,
    depositsConfirmed: deposits.confirmed,
    webhooksRefused: deposits.webhooksRefused,
    ledgerEntries: ledger.entries,
    ledgerBalanced: ledger.isBalanced && isBalanced,
    breachAffected: breach.affected,
    breachDelivered: breach.delivered,
    breachDuplicates: breach.duplicates,
    canariesPlanted: leaks.planted,
    bytesScanned: leaks.bytesScanned + late.bytesScanned,
    personalValuesInLogs: leaks.found + late.found,
    readProbes: retention.probes,
    readableBeforeRetention: retention.readableBefore,
    readableAfterRetention: retention.readableAfter,
    iamAttempts: permissions.attempts,
    iamDenialsExpected: permissions.denied,
    iamUnexpectedDenials: permissions.unexpectedDenials,
  };
}

type Counts = Awaited<ReturnType<typeof play>>;

async function run(account: Account): Promise<Counts> {
  console.log('Building functions and templates (a minute at the first time) ...');
  const { synthesiseLocal } = await import('./synth-cached.ts');
  const { assemblyFolder } = await synthesiseLocal((step) => console.log(`  ${step} ...`));
  const cloud = await openDemoCloud(assemblyFolder);
  process.once('SIGINT', () => void cloud.stop().finally(() => process.exit(130)));
  try {
    const counts = await play({ cloud, account, markers: [] });
    const { defects } = cloud.cloud;
    account.check('the cloud itself worked without a defect', defects.length === 0, defects.map(String));
    return counts;
  } finally {
    await cloud.stop();
  }
}

function sumUp(account: Account, counts: Counts, isJson: boolean): void {
  const broken = account.broken();
  const kept = account.checkedCount() - broken.length;
  console.log(`\n${kept} of ${account.checkedCount()} promises were kept.`);
  for (const promise of broken) console.log(`Broken: ${promise}`);
  if (isJson) console.log(JSON.stringify(counts));
}

const account = openAccount();
try {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const counts = await run(account);
  sumUp(account, counts, values.json);
  process.exitCode = account.broken().length === 0 ? 0 : 1;
} catch (error) {
  console.error(`\nThe story broke off: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
