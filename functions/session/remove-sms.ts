// POST /v1/me/second-factors/sms/removals
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { smsRow } from '#stores/sms-factor.ts';
import { removeSmsContract } from './sms-contract.ts';
import { turnOffFactor, type TurnOffFactorStores } from './turn-off-factor.ts';

/** The stores that turning codes by text message off uses. */
export interface RemoveSmsStores extends TurnOffFactorStores {
  sessions: Sessions;
}

/** Turns codes by text message off with one more proof of a second factor. */
export function removeSms(stores: RemoveSmsStores): HttpHandler {
  return playerHttp(removeSmsContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const removal = { caller, method: 'sms', row: smsRow, proof: body.secondFactor } as const;
    const refusal = await turnOffFactor(stores, removal, { actor, now });
    return refusal ?? answer(204, null);
  });
}

export const handler = removeSms({
  attempts: openAttempts(),
  credentials: openCredentials(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
});
