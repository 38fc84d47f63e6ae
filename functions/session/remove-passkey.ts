// DELETE /v1/me/second-factors/passkeys/{passkeyId}
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials } from '#stores/credentials.ts';
import { methodsIn, openFactorMethods } from '#stores/factor-methods.ts';
import { readFactorRows } from '#stores/factor-rows.ts';
import { NotFound } from '#stores/failures.ts';
import { openLedger } from '#stores/ledger.ts';
import { passkeysIn, removingPasskey } from '#stores/passkeys.ts';
import { forgettingRecoveryCodes } from '#stores/recovery-codes.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { commitFactorChange, factorGround, type ChangeFactorStores } from './change-factor.ts';
import { removePasskeyContract } from './passkey-contract.ts';

/** The stores that removing a passkey uses. */
export interface RemovePasskeyStores extends ChangeFactorStores {
  sessions: Sessions;
}

/**
 * Removes a passkey. Where a factor is on a login and a step-up need one, so that the last goes by a proof too; one on a
 * device that is lost goes by any other.
 */
export function removePasskey(stores: RemovePasskeyStores): HttpHandler {
  return playerHttp(removePasskeyContract, stores, async ({ command: { path }, caller, now, actor }) => {
    const { playerId } = caller;
    const ground = await factorGround(stores, caller);
    if (ground === undefined) return refused('authentication-required');
    const rows = await readFactorRows(playerId);
    const gone = passkeysIn(rows).find(({ passkeyId }) => passkeyId === path.passkeyId);
    if (gone === undefined) throw new NotFound('passkey');
    const isLast = methodsIn(rows.filter(({ sk }) => sk !== gone.sk)).length === 0;
    const removing = removingPasskey(playerId, gone);
    const writes = isLast ? [removing, forgettingRecoveryCodes(playerId)] : [removing];
    await commitFactorChange(stores, { ground, method: 'passkey', change: 'off', writes }, { actor, now });
    return answer(204, null);
  });
}

export const handler = removePasskey({
  credentials: openCredentials(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
