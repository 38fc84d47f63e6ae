// GET /v1/me/second-factors
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { findRecoveryCodes } from '#stores/recovery-codes.ts';
import { openSecondFactors, type SecondFactors } from '#stores/second-factors.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listFactorsContract } from './factor-contract.ts';

/** The stores that listing second factors uses. */
export interface ListFactorsStores {
  secondFactors: Pick<SecondFactors, 'methodsOf'>;
  sessions: Sessions;
}

/** Shows what protects the account beside its password. */
export function listFactors(stores: ListFactorsStores): HttpHandler {
  return playerHttp(listFactorsContract, stores, async ({ caller: { playerId } }) => {
    const methods = await stores.secondFactors.methodsOf(playerId);
    const codes = await findRecoveryCodes(playerId);
    return answer(200, { methods: [...methods], recoveryCodesLeft: codes?.count ?? 0 });
  });
}

export const handler = listFactors({
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
});
