import type { EmailChange, EmailChanges } from '#stores/email-changes.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';
import type { TokenGrant, Tokens } from '#stores/tokens.ts';
import { readIfAny } from './find-reset.ts';

/** The stores that finding a change of address by its token uses. */
export interface FindEmailChangeStores {
  emailChanges: Pick<EmailChanges, 'find'>;
  players: Pick<Players, 'read'>;
  tokens: Pick<Tokens, 'find'>;
}

/** A change of address with the account that it is about, which is not closed. */
export interface FoundEmailChange {
  account: PlayerAccount;
  change: EmailChange;
}

/** What a token of a change of address opens now. */
export async function findEmailChange(
  { emailChanges, players, tokens }: FindEmailChangeStores,
  { token, purpose }: { token: string; purpose: TokenGrant['purpose'] },
  now: Date,
): Promise<FoundEmailChange | undefined> {
  const grant = await tokens.find(token, purpose, now);
  if (grant === undefined) return undefined;
  const playerId = grant.context['playerId'] ?? '';
  const [account, change] = await Promise.all([
    readIfAny(players, playerId),
    emailChanges.find(playerId, grant.recordId, now),
  ]);
  if (account === undefined || account.state === 'closed' || change === undefined) return undefined;
  return { account, change };
}
