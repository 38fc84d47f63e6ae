import * as z from 'zod';
import type { ApiRequest } from '../demo/demo-cloud.ts';
import { signIn, welcome } from '../demo/people.ts';
import { confirm, startDeposit } from '../demo/processor.ts';
import type { DemoPlayer, Story } from '../demo/story.ts';

/** What becomes of a player of the drill. */
export type Fate =
  | 'closes-before'
  | 'closes-after'
  | 'opens-and-closes-after'
  | 'deposits-after'
  | 'stays'
  | 'changes-password'
  | 'objects-after'
  | 'asks-to-close-after'
  | 'stays-after-all';

/** A player with a network of their own, so that so many are not taken for one attacker. */
export interface DrillPlayer {
  fate: Fate;
  player: DemoPlayer;
  story: Story;
  /** The day that they were told when they asked to close the account. */
  closesAt?: Date;
}

/** Fates of those who leave after the moment. */
export const leavingAfter: readonly Fate[] = ['closes-after', 'opens-and-closes-after'];

/**
 * In turn, so that a few players are enough to have one of each. Those who are gone before the restore are of a law that
 * gives three days: where it gives a month, an account closes later than the backups of keys reach.
 */
const fates: readonly Fate[] = [
  'closes-after',
  'stays',
  'deposits-after',
  'closes-before',
  'changes-password',
  'objects-after',
  'asks-to-close-after',
  'stays-after-all',
];

/** The same story, whose requests come from another network. */
export function fromNetwork(story: Story, number: number): Story {
  const address = `10.${Math.floor(number / 250) + 1}.${(number % 250) + 1}.7`;
  const from = (request: ApiRequest = {}): ApiRequest => ({
    ...request,
    headers: { ...request.headers, 'x-local-viewer-address': address },
  });
  const { cloud } = story;
  const own: Story['cloud'] = {
    ...cloud,
    api: (route, request) => cloud.api(route, from(request)),
    expect: (route, request, wanted) => cloud.expect(route, from(request), wanted),
  };
  return { ...story, cloud: own };
}

/** Registers players of two jurisdictions and languages. */
export async function welcomeAll(story: Story, count: number): Promise<DrillPlayer[]> {
  const players: DrillPlayer[] = [];
  for (let number = 0; number < count; number += 1) {
    const own = fromNetwork(story, number);
    const isForeign = number % 8 >= 4;
    const role = {
      calledName: 'Player',
      jurisdiction: isForeign ? 'SG' : 'ID',
      language: isForeign ? 'en' : 'id',
    } as const;
    const player = await welcome(own, role);
    players.push({ fate: fates[number % fates.length] ?? 'stays', player, story: own });
  }
  await story.cloud.settle();
  return players;
}

/** Minor units of one deposit of the drill, within the limits of the player's currency. */
export const depositMinorOf = ({ jurisdiction }: DemoPlayer): number => (jurisdiction === 'ID' ? 2_500_000 : 12_345);

/**
 * Pays in, and lets the processor confirm it.
 * @param excessMinor by how much the payment is another amount than announced: such a payment is kept on record and never
 * credited, so that its owner can leave
 */
export async function payIn({ player, story }: DrillPlayer, excessMinor = 0): Promise<void> {
  const { token } = await signIn(story, player, player.person);
  const deposit = await startDeposit(
    story,
    { ...player, token },
    { method: 'dana', amountMinor: depositMinorOf(player) },
  );
  const { paymentReference, currency, amountMinor } = deposit;
  const paid = { paymentReference, currency, amountMinor: amountMinor + excessMinor, transferConfirmation: 'TRX-0001' };
  const { status } = await confirm(story, 'dana', { paid });
  if (status !== 202) throw new Error(`The confirmation of a deposit answered ${status}`);
}

/** The password that a player of the drill changes to. */
export const changedPassword = 'merry lanterns drift upstream';

/** Changes the password, as somebody does who fears that it is known. */
export async function changePassword({ player, story }: DrillPlayer): Promise<void> {
  const { token } = await signIn(story, player, player.person);
  const body = { currentPassword: player.person.password, newPassword: changedPassword };
  const { status } = await story.cloud.api('PUT /v1/me/password', { token, body });
  if (status >= 300) throw new Error(`The change of a password answered ${status}`);
}

const textSchema = z.object({ textHash: z.string() });

/** Agrees to marketing by mail with the text that is shown. */
export async function agree({ player, story }: DrillPlayer): Promise<void> {
  const { token } = await signIn(story, player, player.person);
  const query = { language: player.jurisdiction === 'ID' ? 'id' : 'en' };
  const path = `GET /v1/consent-texts/marketing?language=${query.language}`;
  const { textHash } = await story.cloud.expect(path, {}, { status: 200, schema: textSchema });
  const body = { channels: ['email'], textHash };
  const { status } = await story.cloud.api('PUT /v1/me/consents/marketing', { token, body });
  if (status !== 200) throw new Error(`Agreeing to marketing answered ${status}`);
}

/** Objects to marketing. */
export async function object({ player, story }: DrillPlayer): Promise<void> {
  const { token } = await signIn(story, player, player.person);
  const { status } = await story.cloud.api('DELETE /v1/me/consents/marketing', { token });
  if (status !== 204) throw new Error(`Objecting to marketing answered ${status}`);
}
