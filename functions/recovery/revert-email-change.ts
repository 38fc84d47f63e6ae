// POST /v1/email-changes/reversions
import { refused } from '#domain/decision.ts';
import { emailChangeReverted, undoneWith } from '#domain/recovery/email-change.ts';
import { endOfRecovery } from '#domain/recovery/periods.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { afterLogins, openCredentials, type Credential, type Credentials } from '#stores/credentials.ts';
import { openEmailChanges, type EmailChanges } from '#stores/email-changes.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups } from '#stores/lookups.ts';
import { decoyHash } from '#stores/password-hash.ts';
import { openPlayers } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openTokens, type Tokens } from '#stores/tokens.ts';
import { addressWrites, type AddressStores } from './address-writes.ts';
import { revertEmailChangeContract } from './contract.ts';
import { findEmailChange, type FindEmailChangeStores, type FoundEmailChange } from './find-email-change.ts';

/** The stores that undoing a change of address uses. */
export interface RevertEmailChangeStores extends AddressStores, FindEmailChangeStores {
  credentials: Pick<Credentials, 'find' | 'replacing'>;
  emailChanges: Pick<EmailChanges, 'find' | 'undoable' | 'forgetting'>;
  ledger: Ledger;
  revocations: Pick<SessionRevocations, 'endingAll'>;
  tokens: Pick<Tokens, 'find' | 'consuming'>;
}

/**
 * Gives an account back to the address before a change. Whoever made the change knew the password, so that it ends with
 * every session; a freeze stays until somebody chose a new one.
 */
export function revertEmailChange(stores: RevertEmailChangeStores): HttpHandler {
  return publicHttp(revertEmailChangeContract, async ({ command: { body }, now, actor }) => {
    const found = await findEmailChange(stores, { token: body.token, purpose: 'email-change-reversion' }, now);
    if (found?.change.confirmedAt === undefined) return refused('reversion-refused');
    const { account, change } = found;
    const address = await addressWrites(stores, { account, change, which: 'previousEmail' }, now);
    if (address === undefined) return refused('reversion-refused');
    const { email } = address;
    const credential = await stores.credentials.find(account.playerId);
    const withdrawalsHeldUntil = endOfRecovery('withdrawalHold', now);
    const writes = [
      stores.tokens.consuming(body.token),
      stores.revocations.endingAll(
        account,
        { withdrawalsHeldUntil, keepsFreeze: true, email },
        afterLogins(credential ?? {}, now),
      ),
      ...address.writes,
      ...(await endingWrites(stores, { ...found, credential }, now)),
    ];
    const player = { ...actor, kind: 'player', id: account.playerId } as const;
    await stores.ledger.commit({ writes, ...emailChangeReverted(change), actor: player, now });
    return answer(204, null);
  });
}

/** The password that nobody has any more, this change, and the way back of those that came after it. */
async function endingWrites(
  { credentials, emailChanges }: RevertEmailChangeStores,
  { account, change, credential }: FoundEmailChange & { credential: Credential | undefined },
  now: Date,
): Promise<Write[]> {
  const { playerId } = account;
  const all = await emailChanges.undoable(playerId, now);
  const replacing = credential && credentials.replacing(playerId, credential, { passwordHash: decoyHash });
  return [
    ...(replacing === undefined ? [] : [replacing]),
    ...[change, ...undoneWith(change, all)].map((each) => emailChanges.forgetting(each)),
  ];
}

export const handler = revertEmailChange({
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
