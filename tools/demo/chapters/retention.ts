import { tables } from '#lib/tables.ts';
import { readable, readProbes } from '../read-probes.ts';
import type { Story } from '../story.ts';
import type { Departure } from './closure.ts';
import { fireSchedule } from './deposits.ts';

/** What could be read of the one who left, and when. */
export interface RetentionCounts {
  probes: number;
  readableBefore: number;
  readableAfter: number;
}

const dayMs = 86_400_000;

async function keyEnds({ cloud }: Story, playerId: string): Promise<Map<string, Date>> {
  const rows = (await cloud.rows('keys')).filter(({ pk }) => pk === playerId);
  return new Map(rows.map(({ sk, endsAtSeconds }) => [String(sk), new Date(Number(endsAtSeconds) * 1000)]));
}

const counted = (names: readonly string[]) =>
  [...new Set(names)].map((name) => `${names.filter((each) => each === name).length} x ${name}`).join(', ');

/** Law keeps some of what Wulan left for years; on its day it ends, whoever looks and by whatever means. */
export async function playRetention(story: Story, { player, traces }: Departure): Promise<RetentionCounts> {
  const { account, cloud } = story;
  account.chapter('Years pass');
  const probes = readProbes(cloud, player, traces);
  const ends = await keyEnds(story, player.playerId);
  const kept = [...ends].filter(([, end]) => end.getTime() > cloud.now().getTime());
  const days = kept.map(([, end]) => end.getTime());
  for (const [name, end] of kept) account.tell(`The law keeps "${name}" until ${end.toISOString().slice(0, 10)}.`);

  account.tell('The clock is turned to the day before the first of these ends.');
  await cloud.turnTo(new Date(Math.min(...days) - dayMs));
  await fireSchedule(story, 'retention');
  const before = await readable(probes);
  account.check(
    `the day before, ${before.length} of ${probes.length} ways still read what law keeps`,
    before.length > 0,
  );
  account.tell(counted(before));
  const identity = before.filter((name) => /fullName|birthDate|phone|accountNumber/.test(name));
  account.check('her name, birth date and phone have been unreadable since she left', identity.length === 0, identity);

  account.tell('The clock is turned past the last day, and the nightly sweep runs.');
  await cloud.turnTo(new Date(Math.max(...days) + 2 * dayMs));
  await fireSchedule(story, 'retention');
  await cloud.settle();
  const after = await readable(probes);
  account.check(`now none of ${probes.length} ways reads anything`, after.length === 0, counted(after));
  account.check('not one key of hers is left', (await keyEnds(story, player.playerId)).size === 0);
  const { recoveryDays } = tables.keys;
  account.tell(
    `In AWS a restore could bring her keys back for ${recoveryDays} more days; only then the erasure is complete.`,
  );
  return { probes: probes.length, readableBefore: before.length, readableAfter: after.length };
}
