import * as z from 'zod';
import { signIn } from '../demo/people.ts';
import type { Story } from '../demo/story.ts';
import type { DrillPlayer } from './people.ts';

const closingSchema = z.object({ closesAt: z.iso.datetime() });

/** Asks for the closure of accounts. Answers when the last of them will be closed. */
export async function askClosures(players: readonly DrillPlayer[]): Promise<Date> {
  let last = new Date(0);
  for (const { player, story } of players) {
    const { token } = await signIn(story, player, player.person);
    const wanted = { status: 202, schema: closingSchema };
    const { closesAt } = await story.cloud.expect('POST /v1/me/closure', { token }, wanted);
    last = new Date(Math.max(last.getTime(), Date.parse(closesAt)));
  }
  return last;
}

/** Thinks better of a closure. */
export async function undoClosure({ player, story }: DrillPlayer): Promise<void> {
  const { token } = await signIn(story, player, player.person);
  const { status } = await story.cloud.api('DELETE /v1/me/closure', { token });
  if (status !== 200) throw new Error(`Undoing a closure answered ${status}`);
}

/** Lets the grace of closures pass, and what they set off. Throws when an account is not closed then. */
export async function awaitClosures({ cloud }: Story, players: readonly DrillPlayer[], closesAt: Date): Promise<void> {
  await cloud.settle();
  if (closesAt >= cloud.now()) await cloud.turnTo(new Date(closesAt.getTime() + 1000));
  for (const schedule of ['closure-sweep', 'retention']) {
    await cloud.console(`/schedules/${schedule}/fire`, {});
    await cloud.settle();
  }
  const closed = new Set((await cloud.rows('players')).filter(({ state }) => state === 'closed').map(({ pk }) => pk));
  if (!players.every(({ player }) => closed.has(player.playerId))) throw new Error('An account did not close');
}
