// POST /v1/me/second-factors/totp/removals
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { totpRow } from '#stores/totp-factor.ts';
import { removeTotpContract } from './factor-contract.ts';
import { turnOffFactor, type TurnOffFactorStores } from './turn-off-factor.ts';

/** The stores that turning an authenticator off uses. */
export interface RemoveTotpStores extends TurnOffFactorStores {
  sessions: Sessions;
}

/** Turns an authenticator off with one more proof of a second factor. */
export function removeTotp(stores: RemoveTotpStores): HttpHandler {
  return playerHttp(removeTotpContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const removal = { caller, method: 'totp', row: totpRow, proof: body.secondFactor } as const;
    const refusal = await turnOffFactor(stores, removal, { actor, now });
    return refusal ?? answer(204, null);
  });
}

export const handler = removeTotp({
  attempts: openAttempts(),
  credentials: openCredentials(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
});
