// POST /v1/me/email-changes
import { refused } from '#domain/decision.ts';
import { emailChangeRequested } from '#domain/recovery/email-change.ts';
import { endSecondsOfRecovery } from '#domain/recovery/periods.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { openEmailChanges, type EmailChanges } from '#stores/email-changes.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { countingAddressMail, countingEmailChange } from '#stores/mail-allowance.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { sealField, unsealField } from '#stores/sealing.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { commitWithinAllowance } from './commit-within-allowance.ts';
import { askEmailChangeContract } from './contract.ts';

/** The stores that asking for a change of address uses. */
export interface AskEmailChangeStores {
  emailChanges: Pick<EmailChanges, 'asking'>;
  emails: BlindIndex;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  sessions: Sessions;
}

/**
 * Asks for a change of address. Whether the new address has an account is looked at only when its mail is written. While
 * withdrawals are frozen nobody changes the address: first a new password must show whose account it is.
 */
export function askEmailChange(stores: AskEmailChangeStores): HttpHandler {
  return playerHttp(askEmailChangeContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const account = await stores.players.read(playerId);
    if (account.withdrawalsFrozenAt !== undefined) return refused('email-change-refused');
    const changeId = newId();
    const [emailIndex, asking] = await Promise.all([
      stores.emails.valueOf(body.email),
      askingWrite(stores, { account, changeId, email: body.email }, now),
    ]);
    const { mailed, ...record } = emailChangeRequested({ playerId, changeId });
    const commitment = { writes: [countingEmailChange(playerId, now), asking], ...record, actor, now };
    const counting = countingAddressMail(emailIndex, now);
    try {
      await commitWithinAllowance(stores.ledger, { counting, mailed, commitment });
    } catch (error) {
      if (error instanceof Conflict) return refused('too-many-attempts');
      throw error;
    }
    return answer(202, { next: 'open-the-link-in-the-mail' });
  });
}

/** Both addresses are kept under the change's own id, so that its mails go where they must whatever comes later. */
async function askingWrite(
  { emailChanges, keys }: AskEmailChangeStores,
  { account, changeId, email }: { account: PlayerAccount; changeId: string; email: string },
  now: Date,
): Promise<Write> {
  const { playerId, sessionsValidFrom } = account;
  const contact = await keys.open(playerId, 'contact', now);
  const previous = unsealField(contact, { field: 'email', recordId: playerId }, account.email);
  return emailChanges.asking({
    playerId,
    changeId,
    askedAt: now.toISOString(),
    sessionsValidFrom,
    newEmail: sealField(contact, { field: 'newEmail', recordId: changeId }, email),
    previousEmail: sealField(contact, { field: 'previousEmail', recordId: changeId }, previous),
    endsAtSeconds: endSecondsOfRecovery('emailChange', now),
  });
}

export const handler = askEmailChange({
  emailChanges: openEmailChanges(),
  emails: openBlindIndex('email'),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  sessions: openSessions(),
});
