import type { Credential, Credentials } from '#stores/credentials.ts';
import type { Lookups } from '#stores/lookups.ts';
import { decoyHash, verifyPassword } from '#stores/password-hash.ts';

/** The stores that finding an account by address uses. */
export interface FindAccountStores {
  credentials: Pick<Credentials, 'find'>;
  lookups: Pick<Lookups, 'find'>;
}

/** What an address has: nothing when nobody knows it. */
export interface FoundAccount {
  playerId: string | undefined;
  credential: Credential | undefined;
}

/** An account whose password was right. */
export interface ProvenAccount {
  playerId: string;
  /** As read, for the condition of what is committed next. */
  credential: Credential;
}

/** The id that reads are made with where there is no account: no player has it, since it is shorter than every id. */
export const idOfNobody = 'unknown';

/** Finds what an address has. An unknown one reads the credential of an id that cannot exist. */
export async function findAccount(
  { lookups, credentials }: FindAccountStores,
  emailIndex: string,
): Promise<FoundAccount> {
  const playerId = await lookups.find('email', emailIndex);
  return { playerId, credential: await credentials.find(playerId ?? idOfNobody) };
}

/** Checks the password of whoever was found; an unknown address checks against a hash that nothing matches. */
export async function proveAccount(
  { playerId, credential }: FoundAccount,
  password: string,
): Promise<ProvenAccount | undefined> {
  const proven = await verifyPassword(password, credential?.passwordHash ?? decoyHash);
  return proven && playerId !== undefined && credential !== undefined ? { playerId, credential } : undefined;
}
