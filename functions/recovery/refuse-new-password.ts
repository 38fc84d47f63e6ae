import type { Refused } from '#domain/decision.ts';
import { refusePassword } from '#domain/player/password.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import { isBreachedPassword } from '#stores/passwords/breached.ts';
import type { PlayerAccount } from '#stores/players.ts';
import { unsealField } from '#stores/sealing.ts';

/** The store that checking a new password uses. */
export interface NewPasswordStores {
  keys: Pick<SubjectKeys, 'open'>;
}

/**
 * Refuses a password that an account may not have; the one place where a password that replaces another is judged. The
 * person's name and address are opened for the comparison and forgotten. Throws `KeyEnded` for a closed account.
 */
export async function refuseNewPassword(
  { keys }: NewPasswordStores,
  { account, password, secondFactorOn }: { account: PlayerAccount; password: string; secondFactorOn: boolean },
  now: Date,
): Promise<Refused | undefined> {
  const { playerId: recordId, email, fullName } = account;
  const [identity, contact] = await Promise.all([
    keys.open(recordId, 'identity', now),
    keys.open(recordId, 'contact', now),
  ]);
  const name = fullName === undefined ? [] : [unsealField(identity, { field: 'fullName', recordId }, fullName)];
  const personalWords = [...name, unsealField(contact, { field: 'email', recordId }, email)];
  const isBreached = await isBreachedPassword(password);
  return refusePassword(password, { personalWords, secondFactorOn, isBreached });
}
