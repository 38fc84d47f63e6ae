import * as z from 'zod';
import { signIn } from '../demo/people.ts';
import { changedPassword, depositMinorOf, leavingAfter, type DrillPlayer } from './people.ts';

/** How players find the service after a restore. */
export interface Outcome {
  /** Players who did not close their account, and how many of them came in and saw what is theirs. */
  remaining: number;
  welcome: number;
  /** Players who closed theirs, and how many of them came in again: 0. */
  closed: number;
  back: number;
  /** Players whose password was changed since, and how many passwords, old and new ones, still open something: 0. */
  locked: number;
  open: number;
  /** Players who objected to marketing since, and how many of their consents are there again: 0. */
  objected: number;
  agreed: number;
  /** Players who asked to close their account or thought better of it since, and how many have it as they wanted. */
  asked: number;
  heard: number;
}

const isClosed = ({ fate }: DrillPlayer) => fate === 'closes-before' || leavingAfter.includes(fate);

const profileSchema = z.object({ fullName: z.string() });
const balanceSchema = z.object({ balanceMinor: z.number() });

/** Whether somebody comes in by their password, reads their own name, and has all the money that they paid in. */
async function findsOwn({ fate, player, story }: DrillPlayer): Promise<boolean> {
  const { token } = await signIn(story, player, player.person);
  const { fullName } = await story.cloud.expect('GET /v1/me', { token }, { status: 200, schema: profileSchema });
  const wanted = { status: 200, schema: balanceSchema };
  const { balanceMinor } = await story.cloud.expect('GET /v1/me/balance', { token }, wanted);
  return (
    fullName === player.person.fullName && balanceMinor === (fate === 'deposits-after' ? 2 * depositMinorOf(player) : 0)
  );
}

async function comesIn({ player: { person }, story }: DrillPlayer, password = person.password): Promise<boolean> {
  const { email } = person;
  const body = { email, password, deviceKind: 'android-app' };
  return (await story.cloud.api('POST /v1/sessions', { body })).status !== 401;
}

const consentsSchema = z.object({
  consents: z.array(z.object({ channels: z.array(z.object({ state: z.string() })) })),
});

/** Whether the service believes that somebody agrees to marketing. */
async function agrees({ player, story }: DrillPlayer): Promise<boolean> {
  const { token } = await signIn(story, player, player.person);
  const wanted = { status: 200, schema: consentsSchema };
  const { consents } = await story.cloud.expect('GET /v1/me/consents', { token }, wanted);
  return consents.some(({ channels }) => channels.some(({ state }) => state === 'granted'));
}

const closureSchema = z.object({ state: z.string(), closesAt: z.string().nullish() });

/** Whether an account closes on the day that its owner was told, or not at all where they thought better of it. */
async function isHeard({ player, story, closesAt }: DrillPlayer): Promise<boolean> {
  const { token } = await signIn(story, player, player.person);
  const wanted = { status: 200, schema: closureSchema };
  const closure = await story.cloud.expect('GET /v1/me/closure', { token }, wanted);
  if (closesAt === undefined) return closure.state === 'open';
  return closure.state === 'closing' && closure.closesAt === closesAt.toISOString();
}

async function askLeavers(players: readonly DrillPlayer[]): Promise<Pick<Outcome, 'asked' | 'heard'>> {
  const leavers = players.filter(({ fate }) => fate === 'asks-to-close-after' || fate === 'stays-after-all');
  let heard = 0;
  for (const player of leavers) if (await isHeard(player)) heard += 1;
  return { asked: leavers.length, heard };
}

async function askObjectors(players: readonly DrillPlayer[]): Promise<Pick<Outcome, 'objected' | 'agreed'>> {
  const objectors = players.filter(({ fate }) => fate === 'objects-after');
  let agreed = 0;
  for (const player of objectors) if (await agrees(player)) agreed += 1;
  return { objected: objectors.length, agreed };
}

/** Lets everybody try to come in. */
export async function tryAll(players: readonly DrillPlayer[]): Promise<Outcome> {
  const outcome = {
    remaining: 0,
    welcome: 0,
    closed: 0,
    back: 0,
    locked: 0,
    open: 0,
    ...(await askObjectors(players)),
    ...(await askLeavers(players)),
  };
  for (const player of players) {
    if (isClosed(player)) {
      outcome.closed += 1;
      if (await comesIn(player)) outcome.back += 1;
    } else if (player.fate === 'changes-password') {
      outcome.locked += 1;
      for (const password of [player.player.person.password, changedPassword]) {
        if (await comesIn(player, password)) outcome.open += 1;
      }
    } else {
      outcome.remaining += 1;
      if (await findsOwn(player)) outcome.welcome += 1;
    }
  }
  return outcome;
}
