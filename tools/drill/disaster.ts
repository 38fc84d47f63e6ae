import type { TableName } from '#lib/tables.ts';
import { openAccount, type Account } from '../demo/account.ts';
import { registrationSeconds } from '#stores/registrations.ts';
import type { DemoCloud, Row } from '../demo/demo-cloud.ts';
import type { Story } from '../demo/story.ts';
import { askClosures, awaitClosures, undoClosure } from './close-accounts.ts';
import { loseTables } from './lose.ts';
import { openAccountOf, registerOnly } from './newcomers.ts';
import {
  agree,
  changePassword,
  leavingAfter,
  object,
  payIn,
  welcomeAll,
  type DrillPlayer,
  type Fate,
} from './people.ts';

/** What the drill loses: who there is, how they prove it, how they are found, and by which keys they are read. */
export const lostTables: readonly TableName[] = [
  'players',
  'registrations',
  'credentials',
  'lookups',
  'keys',
  'sessions',
  'activity',
  'consents',
];

/** Players, a moment before some of them left, and the loss of their tables after that. */
export interface Disaster {
  players: readonly DrillPlayer[];
  /** The moment to which the tables shall go back. */
  at: Date;
  /** What the lost tables held, by table. */
  lost: ReadonlyMap<TableName, readonly Row[]>;
}

const minuteMs = 60_000;
const laterBy = (cloud: DemoCloud, ms: number) => cloud.turnTo(new Date(cloud.now().getTime() + ms));

/** The present, in whole seconds and with everything that happened so far before it. */
async function markMoment(cloud: DemoCloud): Promise<Date> {
  await laterBy(cloud, 2000);
  const at = new Date(Math.floor(cloud.now().getTime() / 1000) * 1000);
  await laterBy(cloud, 2000);
  return at;
}

async function leave(story: Story, players: readonly DrillPlayer[]): Promise<void> {
  await awaitClosures(story, players, await askClosures(players));
}

/** A registration that nobody verified loses its keys: they, too, must not come back. */
async function letRegistrationsLapse(cloud: DemoCloud): Promise<void> {
  await cloud.settle();
  await laterBy(cloud, (registrationSeconds + 3600) * 1000);
  await cloud.console('/schedules/retention/fire', {});
  await cloud.settle();
}

/** Plays what comes before a restore: players come, pay in and leave, on both sides of a moment; then tables are emptied. */
export async function playDisaster(story: Story, count: number): Promise<Disaster> {
  const { cloud } = story;
  const players = await welcomeAll(story, count);
  const having = (fate: Fate) => players.filter((player) => player.fate === fate);
  for (const player of having('deposits-after')) await payIn(player);
  for (const player of having('objects-after')) await agree(player);
  // A record that a law keeps for years goes with one who leaves.
  for (const player of having('closes-after').slice(0, 1)) await payIn(player, 1);
  await leave(story, having('closes-before'));
  const newcomer = await registerOnly(story, 1);
  await registerOnly(story, 2);
  for (const player of having('stays-after-all')) await askClosures([player]);
  const at = await markMoment(cloud);
  players.push(await openAccountOf(newcomer));
  await leave(
    story,
    players.filter(({ fate }) => leavingAfter.includes(fate)),
  );
  for (const player of having('deposits-after')) await payIn(player);
  for (const player of having('changes-password')) await changePassword(player);
  for (const player of having('objects-after')) await object(player);
  for (const player of having('stays-after-all')) await undoClosure(player);
  for (const player of having('asks-to-close-after')) player.closesAt = await askClosures([player]);
  await letRegistrationsLapse(cloud);
  // What was written in the last five minutes can be restored only later.
  await laterBy(cloud, 6 * minuteMs);
  const rows = await Promise.all(lostTables.map(async (table) => [table, await cloud.rows(table)] as const));
  await loseTables(cloud, lostTables);
  return { players, at, lost: new Map(rows) };
}

/** A story without a chapter: the drill tells in its own words. */
export const openStory = (cloud: DemoCloud, account: Account = openAccount()): Story => ({
  cloud,
  account,
  markers: [],
});
