// POST /v1/password-resets
import { resetRequested } from '#domain/recovery/password.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import { newId } from '#stores/ids.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { countingResetMail } from '#stores/mail-allowance.ts';
import { openNetworkNames, type NetworkNames } from '#stores/network-name.ts';
import { commitWithinAllowance } from './commit-within-allowance.ts';
import { askResetContract } from './contract.ts';

/** The stores that asking for a reset uses. */
export interface AskResetStores {
  attempts: Attempts;
  emails: BlindIndex;
  ledger: Ledger;
  networks: NetworkNames;
}

/**
 * Asks for a link to a new password. Whether the address has an account is looked at only when the mail is written, where
 * nobody but its owner can see the difference; one that asks too often gets the same answer and no mail.
 */
export function askReset(stores: AskResetStores): HttpHandler {
  return publicHttp(askResetContract, async ({ command: { body }, viewer, now, actor }) => {
    const emailIndex = await stores.emails.valueOf(body.email);
    const network = `reset-request#network#${await stores.networks.nameOf(viewer.address)}`;
    const attempt = await stores.attempts.reserveAll({ secrets: [`reset-request#${emailIndex}`], network }, now);
    const { audit, events } = resetRequested(newId(), emailIndex);
    const commitment = { writes: [stores.attempts.countingFrom(network, now)], audit, actor, now };
    if (attempt.outcome === 'blocked') await stores.ledger.commit(commitment);
    else {
      const counting = countingResetMail(emailIndex, now);
      await commitWithinAllowance(stores.ledger, { counting, mailed: events, commitment });
    }
    return answer(202, { next: 'open-the-link-in-the-mail' });
  });
}

export const handler = askReset({
  attempts: openAttempts(),
  emails: openBlindIndex('email'),
  ledger: openLedger(),
  networks: openNetworkNames(openBlindIndex('email')),
});
