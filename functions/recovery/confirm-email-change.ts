// POST /v1/email-changes/confirmations
import { refused } from '#domain/decision.ts';
import { emailChanged } from '#domain/recovery/email-change.ts';
import { endOfRecovery, endSecondsOfRecovery } from '#domain/recovery/periods.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import { afterLogins, openCredentials, type Credentials } from '#stores/credentials.ts';
import { openEmailChanges, type EmailChanges } from '#stores/email-changes.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups } from '#stores/lookups.ts';
import { openPlayers } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openTokens, type Tokens } from '#stores/tokens.ts';
import { addressWrites, type AddressStores } from './address-writes.ts';
import { confirmEmailChangeContract } from './contract.ts';
import { findEmailChange, type FindEmailChangeStores, type FoundEmailChange } from './find-email-change.ts';

/** The stores that confirming a change of address uses. */
export interface ConfirmEmailChangeStores extends AddressStores, FindEmailChangeStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  emailChanges: Pick<EmailChanges, 'find' | 'confirming'>;
  ledger: Ledger;
  revocations: Pick<SessionRevocations, 'endingAll'>;
  tokens: Pick<Tokens, 'find' | 'consuming'>;
}

/** Makes the proved address that of the account. Every session ends; the address before is told how to undo it. */
export function confirmEmailChange(stores: ConfirmEmailChangeStores): HttpHandler {
  return publicHttp(confirmEmailChangeContract, async ({ command: { body }, now, actor }) => {
    const found = await findEmailChange(stores, { token: body.token, purpose: 'email-change' }, now);
    if (found === undefined || !isStillAsked(found)) return refused('email-change-refused');
    const { account, change } = found;
    const address = await addressWrites(stores, { account, change, which: 'newEmail' }, now);
    if (address === undefined) return refused('email-change-refused');
    const { email } = address;
    const credential = await stores.credentials.find(account.playerId);
    const withdrawalsHeldUntil = endOfRecovery('withdrawalHold', now);
    const writes = [
      stores.tokens.consuming(body.token),
      stores.emailChanges.confirming(change, {
        confirmedAt: now.toISOString(),
        endsAtSeconds: endSecondsOfRecovery('reversion', now),
      }),
      stores.revocations.endingAll(account, { withdrawalsHeldUntil, email }, afterLogins(credential ?? {}, now)),
      ...address.writes,
      ...(credential === undefined ? [] : [stores.credentials.factorsChanging(account.playerId, credential)]),
    ];
    const player = { ...actor, kind: 'player', id: account.playerId } as const;
    await stores.ledger.commit({ writes, ...emailChanged(change), actor: player, now });
    return answer(204, null);
  });
}

/** What ended all sessions since, a freeze too, ended the wish: whoever asked may have been a stranger. */
function isStillAsked({ account, change }: FoundEmailChange): boolean {
  if (account.withdrawalsFrozenAt !== undefined || change.confirmedAt !== undefined) return false;
  return account.sessionsValidFrom === change.sessionsValidFrom;
}

export const handler = confirmEmailChange({
  credentials: openCredentials(),
  emailChanges: openEmailChanges(),
  emails: openBlindIndex('email'),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  lookups: openLookups(),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  tokens: openTokens(),
});
