import type { TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';
import type { TestPlayer } from './player.ts';

/** A page that a mailed link of recovery leads to. */
export type LinkPath = 'password-reset' | 'email-change' | 'email-change-reversion' | 'factor-removal-stop';

/** The tokens of all links to a page in the mails to an address, oldest first. */
export function linkTokens(cloud: TestCloud, email: string, path: LinkPath): string[] {
  const texts = cloud.cloud.mail.mails({ to: email }).map(({ text }) => text ?? '');
  return texts.flatMap((text) => new RegExp(`/${path}#([\\w-]{43})`).exec(text)?.[1] ?? []);
}

/** Asks for a link to a new password and answers its token; undefined when no mail came. */
export async function askForReset(cloud: TestCloud, email: string): Promise<string | undefined> {
  await cloud.api('POST /v1/password-resets', { body: { email } });
  await cloud.settle();
  return linkTokens(cloud, email, 'password-reset').at(-1);
}

/** The subjects of all mails to an address, oldest first. */
export const subjectsTo = (cloud: TestCloud, email: string): (string | undefined)[] =>
  cloud.cloud.mail.mails({ to: email }).map(({ subject }) => subject);

/** The account row of a player, as it lies there. */
export async function accountOf(cloud: TestCloud, { playerId }: Pick<TestPlayer, 'playerId'>) {
  const row = (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
  if (row === undefined) throw new Error('There is no such account');
  return row;
}
