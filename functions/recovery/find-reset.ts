import { NotFound } from '#stores/failures.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';
import type { Tokens } from '#stores/tokens.ts';

/** The stores that finding what a reset link opens uses. */
export interface FindResetStores {
  players: Pick<Players, 'read'>;
  tokens: Pick<Tokens, 'find'>;
}

/**
 * The account whose password a token may replace now. A token is good only while no session of the account was ended
 * since it was mailed: the first reset, a change of password or of address makes all others worthless at once.
 */
export async function findReset(
  { players, tokens }: FindResetStores,
  token: string,
  now: Date,
): Promise<PlayerAccount | undefined> {
  const grant = await tokens.find(token, 'password-reset', now);
  if (grant === undefined) return undefined;
  const account = await readIfAny(players, grant.recordId);
  if (account === undefined || account.state === 'closed') return undefined;
  return account.sessionsValidFrom === grant.context['sessionsValidFrom'] ? account : undefined;
}

/** An account, or undefined where there is none any more. */
export async function readIfAny(players: Pick<Players, 'read'>, playerId: string): Promise<PlayerAccount | undefined> {
  return players.read(playerId).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });
}
