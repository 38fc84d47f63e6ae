import type { BlindIndex } from '#stores/blind-index.ts';
import { NotFound } from '#stores/failures.ts';
import type { Lookups } from '#stores/lookups.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';

/** The stores that finding a person uses. */
export interface FindPersonStores {
  accountNumbers: BlindIndex;
  lookups: Pick<Lookups, 'find'>;
  players: Pick<Players, 'read'>;
}

/** Finds the account that staff name by its id or its number, while there is one. Throws `NotFound`. */
export async function findPerson(
  { accountNumbers, lookups, players }: FindPersonStores,
  { playerId, accountNumber }: { playerId?: string | undefined; accountNumber?: string | undefined },
): Promise<PlayerAccount> {
  const found = playerId ?? (await lookups.find('account-number', await accountNumbers.valueOf(accountNumber ?? '')));
  if (found === undefined) throw new NotFound('player');
  const account = await players.read(found);
  if (account.state === 'closed') throw new NotFound('player');
  return account;
}
