// Drills a restore on a fresh local cloud of its own: players come and leave, tables are lost, and the command of the
// runbook brings them back without anybody who was erased. Exit code 1 when somebody is back, or somebody is missing.
import { parseArgs } from 'node:util';
import { openAccount, type Account } from './demo/account.ts';
import { openDemoCloud, type DemoCloud } from './demo/demo-cloud.ts';
import { lostTables, openStory, playDisaster } from './drill/disaster.ts';
import { tryAll } from './drill/outcome.ts';
import { leavingAfter } from './drill/people.ts';
import { runRestore } from './drill/run-restore.ts';

const playersByDefault = 30;
const playersMin = 8;

function readCount(): number {
  const { values } = parseArgs({ options: { players: { type: 'string', default: String(playersByDefault) } } });
  const count = Number(values.players);
  if (Number.isInteger(count) && count >= playersMin) return count;
  throw new Error(`npm run drill:restore -- [--players <${playersMin} or more>]`);
}

const mailsIn = ({ cloud }: DemoCloud) => cloud.mail.mails({}).length;

async function drill(cloud: DemoCloud, account: Account, count: number): Promise<void> {
  const story = openStory(cloud, account);
  account.chapter(`${count} players come, pay in and leave, before and after a moment`);
  const { players, at, lost } = await playDisaster(story, count);
  const itemsLost = [...lost.values()].reduce((sum, rows) => sum + rows.length, 0);
  account.tell(`A script has emptied ${lostTables.join(', ')}: ${itemsLost} items are gone.`);
  const mails = mailsIn(cloud);
  account.chapter(`The tables are restored to ${at.toISOString()}`);
  const { code, output } = await runRestore(cloud.cloud, {
    at,
    tables: lostTables,
    onText: (said) =>
      said
        .trimEnd()
        .split('\n')
        .forEach((line) => account.tell(line)),
  });
  if (code === 2) account.tell(output.trimEnd());
  account.check('the restore is safe', code === 0, code);
  const back = Number(/would be back: (\d+)/.exec(output)?.[1] ?? 0);
  const left = players.filter(({ fate }) => leavingAfter.includes(fate)).length;
  account.check(`control: without the replay all ${left} who left since would be back`, back === left, back);
  const agreed = Number(/withdrawn consents would be back: (\d+)/.exec(output)?.[1] ?? 0);
  account.check('control: without the replay consents that were withdrawn would be back', agreed > 0, agreed);
  account.chapter('Everybody tries to come in');
  await cloud.settle();
  account.check('no mail was sent by the restore', mailsIn(cloud) === mails, mailsIn(cloud) - mails);
  const outcome = await tryAll(players);
  account.check(`none of ${outcome.closed} who left comes in`, outcome.back === 0, outcome.back);
  account.check(
    'passwords that were changed since open nothing until they are set anew',
    outcome.open === 0,
    outcome.open,
  );
  account.check(
    `none of the ${outcome.objected} who objected to marketing is taken to agree`,
    outcome.agreed === 0,
    outcome.agreed,
  );
  account.check(
    `all ${outcome.asked} who asked to leave or thought better of it since are heard`,
    outcome.heard === outcome.asked,
    outcome.heard,
  );
  const isWhole = outcome.welcome === outcome.remaining;
  account.check(`all ${outcome.remaining} others find their name and their money`, isWhole, outcome.welcome);
}

async function run(account: Account, count: number): Promise<void> {
  console.log('Building functions and templates (a minute at the first time) ...');
  const { synthesiseLocal } = await import('./synth-cached.ts');
  const { assemblyFolder } = await synthesiseLocal((step) => console.log(`  ${step} ...`));
  const cloud = await openDemoCloud(assemblyFolder);
  process.once('SIGINT', () => void cloud.stop().finally(() => process.exit(130)));
  try {
    await drill(cloud, account, count);
    account.check('the cloud itself worked without a defect', cloud.cloud.defects.length === 0);
  } finally {
    await cloud.stop();
  }
}

const account = openAccount();
try {
  await run(account, readCount());
  const broken = account.broken();
  console.log(
    `\n${broken.length === 0 ? 'The drill succeeded: nobody was resurrected, nobody is missing.' : 'THE DRILL FAILED.'}`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`\nThe drill broke off: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
