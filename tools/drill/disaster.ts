import type { TableName } from '#lib/tables.ts';
import { openAccount, type Account } from '../demo/account.ts';
import type { DemoCloud } from '../demo/demo-cloud.ts';
import type { Story } from '../demo/story.ts';
import { askClosures, awaitClosures } from './close-accounts.ts';
import { loseTables } from './lose.ts';
import { changePassword, payIn, welcomeAll, type DrillPlayer, type Fate } from './people.ts';

/** What the drill loses: who there is, how they prove it, how they are found, and by which keys they are read. */
export const lostTables: readonly TableName[] = ['players', 'credentials', 'lookups', 'keys', 'sessions', 'activity'];

/** Players, a moment before some of them left, and the loss of their tables after that. */
export interface Disaster {
  players: readonly DrillPlayer[];
  /** The moment to which the tables shall go back. */
  at: Date;
  itemsLost: number;
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

/** Plays what comes before a restore: players come, pay in and leave, on both sides of a moment; then tables are emptied. */
export async function playDisaster(story: Story, count: number): Promise<Disaster> {
  const { cloud } = story;
  const players = await welcomeAll(story, count);
  const having = (fate: Fate) => players.filter((player) => player.fate === fate);
  for (const player of having('deposits-after')) await payIn(player);
  await awaitClosures(
    story,
    players.filter(({ fate }) => fate === 'closes-before'),
    await askClosures(having('closes-before')),
  );
  const at = await markMoment(cloud);
  await awaitClosures(story, having('closes-after'), await askClosures(having('closes-after')));
  for (const player of having('deposits-after')) await payIn(player);
  for (const player of having('changes-password')) await changePassword(player);
  await cloud.settle();
  // What was written in the last five minutes can be restored only later.
  await laterBy(cloud, 6 * minuteMs);
  const itemsLost = await loseTables(cloud, lostTables);
  return { players, at, itemsLost };
}

/** A story without a chapter: the drill tells in its own words. */
export const openStory = (cloud: DemoCloud, account: Account = openAccount()): Story => ({
  cloud,
  account,
  markers: [],
});
