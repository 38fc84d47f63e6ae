// POST /v1/players/verifications/resends
import { resendRequested } from '#domain/player/registration.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import { newId } from '#stores/ids.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openNetworkNames, type NetworkNames } from '#stores/network-name.ts';
import { resendContract } from './contract.ts';

/** The stores a resend uses. */
export interface ResendStores {
  attempts: Attempts;
  emails: BlindIndex;
  ledger: Ledger;
  networks: NetworkNames;
}

/**
 * Asks for the verification mail again. Whether a registration is pending is looked at only when the mail is written;
 * one that asks too often gets the same answer and no mail.
 */
export function resendVerification(stores: ResendStores): HttpHandler {
  return publicHttp(resendContract, async ({ command: { body }, viewer, now, actor }) => {
    const emailIndex = await stores.emails.valueOf(body.email);
    const network = `resend#network#${await stores.networks.nameOf(viewer.address)}`;
    const attempt = await stores.attempts.reserveAll({ secrets: [`resend#${emailIndex}`], network }, now);
    const { audit, events } = resendRequested(newId(), emailIndex);
    const counting = stores.attempts.countingFrom(network, now);
    const announced = attempt.outcome === 'allowed' ? events : [];
    await stores.ledger.commit({ writes: [counting], audit, events: announced, actor, now });
    return answer(202, { next: 'open-the-link-in-the-mail' });
  });
}

export const handler = resendVerification({
  attempts: openAttempts(),
  emails: openBlindIndex('email'),
  ledger: openLedger(),
  networks: openNetworkNames(openBlindIndex('email')),
});
