import type { Credential, Credentials } from '#stores/credentials.ts';
import type { Lookups } from '#stores/lookups.ts';
import { decoyHash, verifyPassword } from '#stores/password-hash.ts';

/** The stores that finding an account by address and password uses. */
export interface FindAccountStores {
  credentials: Pick<Credentials, 'find'>;
  lookups: Pick<Lookups, 'find'>;
}

/** An account whose password was right. */
export interface ProvenAccount {
  playerId: string;
  /** As read, for the condition of what is committed next. */
  credential: Credential;
}

/** An unknown address reads the credential of an id that cannot exist and checks against a hash that nothing matches. */
export async function findAccount(
  { lookups, credentials }: FindAccountStores,
  emailIndex: string,
  password: string,
): Promise<ProvenAccount | undefined> {
  const playerId = await lookups.find('email', emailIndex);
  const stored = await credentials.find(playerId ?? 'unknown');
  const proven = await verifyPassword(password, stored?.passwordHash ?? decoyHash);
  if (!proven || stored === undefined || playerId === undefined) return;
  return { playerId, credential: stored };
}
