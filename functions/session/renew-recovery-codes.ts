// POST /v1/me/second-factors/recovery-codes
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { openLedger } from '#stores/ledger.ts';
import { renewingRecoveryCodes } from '#stores/recovery-codes.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { commitFactorChange, factorGround, type ChangeFactorStores } from './change-factor.ts';
import { renewRecoveryCodesContract } from './factor-contract.ts';

/** The stores that renewing recovery codes uses. */
export interface RenewRecoveryCodesStores extends ChangeFactorStores {
  sessions: Sessions;
}

/** Makes ten codes in the place of all before, for whoever used some up or lost the paper. */
export function renewRecoveryCodes(stores: RenewRecoveryCodesStores): HttpHandler {
  return playerHttp(renewRecoveryCodesContract, stores, async ({ caller, now, actor }) => {
    const ground = await factorGround(stores, caller);
    if (ground === undefined) return refused('authentication-required');
    if (ground.methods.length === 0) return refused('second-factor-off');
    const { codes, write } = renewingRecoveryCodes(caller.playerId, now);
    const change = { ground, method: 'recovery-code', change: 'on', writes: [write] } as const;
    await commitFactorChange(stores, change, { actor, now });
    return answer(201, { recoveryCodes: codes });
  });
}

export const handler = renewRecoveryCodes({
  credentials: openCredentials(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
