import { castPerson, mailedTokens, register, signIn, verify, type Role } from '../demo/people.ts';
import type { MarkedPerson } from '../canary/markers.ts';
import type { Story } from '../demo/story.ts';
import { fromNetwork, type DrillPlayer } from './people.ts';

/** Somebody who has registered and not yet opened the mail. */
export interface Newcomer {
  role: Role;
  person: MarkedPerson;
  story: Story;
}

/** A network that no player has. */
const networkOfNewcomers = 5000;

/** Registers somebody who does not open the mail. */
export async function registerOnly(story: Story, number: number): Promise<Newcomer> {
  const own = fromNetwork(story, networkOfNewcomers + number);
  const role: Role = { calledName: 'Newcomer', jurisdiction: 'ID', language: 'en' };
  const person = castPerson(own, role);
  const { status } = await register(own, { role, person });
  if (status !== 202) throw new Error(`A registration answered ${status}`);
  await story.cloud.settle();
  return { role, person, story: own };
}

/** Opens the mail, and with it the account: somebody who was only a registration at the moment before. */
export async function openAccountOf({ role, person, story }: Newcomer): Promise<DrillPlayer> {
  const token = (await mailedTokens(story, person.email)).at(-1) ?? '';
  const { status } = await verify(story, token, person.password);
  if (status !== 201) throw new Error(`A verification answered ${status}`);
  return { fate: 'opens-and-closes-after', player: await signIn(story, role, person), story };
}
