import type { ApiAnswer, TestCloud } from './cloud.ts';
import { expectStatus, newPlayer, type TestPlayer } from './player.ts';

/** A player of a journey with a phone in hand. */
export interface PhonePlayer extends TestPlayer {
  phone: string;
  /** Header that names the network of the player. */
  from: Record<string, string>;
}

let numbers = 10_000_000;
/** A number that nobody else of the file has. */
export const newNumber = (prefix = '+6281'): string => `${prefix}${(numbers += 1)}`;

let networks = 0;
/** Every player comes from another network, so that only the tests of caps meet theirs. */
export const newNetwork = (): Record<string, string> => ({ 'x-local-viewer-address': `203.0.${(networks += 1)}.9` });

/** Registers somebody with a phone number of their own. */
export async function newPhonePlayer(
  cloud: TestCloud,
  changes: { jurisdiction?: string; language?: 'en' | 'id' } = {},
): Promise<PhonePlayer> {
  const phone = newNumber();
  return { ...(await newPlayer(cloud, { phone, ...changes })), phone, from: newNetwork() };
}

/** All text messages that a number got, oldest first. */
export const textsTo = (cloud: TestCloud, phone: string): string[] =>
  cloud.cloud.smsInbox.messages({ to: phone }).map(({ body }) => body);

/** The code in the newest text message to a number. */
export const codeTo = (cloud: TestCloud, phone: string): string =>
  /^\d{6}/.exec(textsTo(cloud, phone).at(-1) ?? '')?.[0] ?? '';

/** A code that is not this one. */
export const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Calls as a player and waits until every message is out. */
export async function callAs(
  cloud: TestCloud,
  { token, from }: Pick<PhonePlayer, 'token' | 'from'>,
  [route, body]: [route: string, body?: unknown],
): Promise<ApiAnswer> {
  const answer = await cloud.api(route, { token, headers: from, ...(body === undefined ? {} : { body }) });
  await cloud.settle();
  return answer;
}

/** Turns codes by text message on and answers the recovery codes. The token must be of a fresh login. */
export async function turnSmsOn(cloud: TestCloud, player: PhonePlayer): Promise<string[]> {
  await expectStatus(callAs(cloud, player, ['POST /v1/me/second-factors/sms']), 202);
  const body = { code: codeTo(cloud, player.phone) };
  const confirmed = callAs(cloud, player, ['POST /v1/me/second-factors/sms/confirmations', body]);
  return (await expectStatus(confirmed, 200)).body.recoveryCodes ?? [];
}
