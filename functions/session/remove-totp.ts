// POST /v1/me/second-factors/totp/removals
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openCredentials } from '#stores/credentials.ts';
import { removingFactorRows } from '#stores/factor-removal.ts';
import { openLedger } from '#stores/ledger.ts';
import { recoveryCodesRow } from '#stores/recovery-codes.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { totpRow } from '#stores/totp-factor.ts';
import { commitFactorChange, factorGround, type ChangeFactorStores } from './change-factor.ts';
import { checkFactor, type CheckFactorStores } from './check-factor.ts';
import { removeTotpContract } from './factor-contract.ts';

/** The stores that turning an authenticator off uses. */
export interface RemoveTotpStores
  extends Omit<ChangeFactorStores, 'secondFactors'>, Omit<CheckFactorStores, 'secondFactors'> {
  secondFactors: ChangeFactorStores['secondFactors'] & CheckFactorStores['secondFactors'];
  sessions: Sessions;
}

/**
 * Turns the authenticator off. One more proof is asked for, so that a session left open does not suffice; recovery codes
 * go with the last factor.
 */
export function removeTotp(stores: RemoveTotpStores): HttpHandler {
  return playerHttp(removeTotpContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const ground = await factorGround(stores, caller);
    if (ground === undefined) return refused('authentication-required');
    if (!ground.methods.includes('totp')) return refused('second-factor-off');
    const askedBy = { purpose: 'session-proof', key: caller.sessionId } as const;
    const proof = { ...body.secondFactor, askedBy };
    const proven = await checkFactor(stores, { playerId, proof }, now);
    if (proven.outcome === 'refused') return proven;

    const isLast = ground.methods.every((method) => method === 'totp' || method === 'recovery-code');
    const rows = isLast ? [totpRow, recoveryCodesRow] : [totpRow];
    const writes = removingFactorRows(playerId, rows, proven.writes);
    await commitFactorChange(stores, { ground, method: 'totp', change: 'off', writes }, { actor, now });
    return answer(204, null);
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
