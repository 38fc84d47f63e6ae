// POST /v1/me/second-factors/totp/confirmations
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { confirmingTotp } from '#stores/totp-factor.ts';
import { commitFactorChange, factorGround, firstRecoveryCodes, type ChangeFactorStores } from './change-factor.ts';
import { confirmTotpContract } from './factor-contract.ts';

/** The stores that turning an authenticator on uses. */
export interface ConfirmTotpStores extends ChangeFactorStores {
  attempts: Attempts;
  sessions: Sessions;
}

/** Turns the authenticator on once a code shows that it holds the secret. The code is used up by that. */
export function confirmTotp(stores: ConfirmTotpStores): HttpHandler {
  return playerHttp(confirmTotpContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const ground = await factorGround(stores, caller);
    if (ground === undefined) return refused('authentication-required');
    if (ground.methods.includes('totp')) return refused('second-factor-already-on');
    const secretName = `totp-enrolment#${playerId}`;
    const attempt = await stores.attempts.reserve(secretName, now);
    if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);
    const confirming = await confirmingTotp(playerId, body.code, now);
    if (confirming === undefined) return refused('second-factor-refused');

    const first = firstRecoveryCodes(ground, now);
    const writes = [confirming, ...first.writes, stores.attempts.forgetting(secretName)];
    await commitFactorChange(stores, { ground, method: 'totp', change: 'on', writes }, { actor, now });
    return answer(200, { recoveryCodes: first.recoveryCodes });
  });
}

export const handler = confirmTotp({
  attempts: openAttempts(),
  credentials: openCredentials(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
