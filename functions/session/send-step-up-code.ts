// POST /v1/me/step-ups/sms-codes
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openFactorCodes, type FactorCodes } from '#stores/factor-codes.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openLedger } from '#stores/ledger.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { sendStepUpCodeContract } from './sms-contract.ts';

/** The stores that sending the code of a step-up uses. */
export interface SendStepUpCodeStores {
  factorCodes: FactorCodes;
  secondFactors: Pick<FactorMethods, 'methodsOf'>;
  sessions: Sessions;
}

/** Sends a code that proves the factor in this session: for a step-up, or for turning a factor off. */
export function sendStepUpCode(stores: SendStepUpCodeStores): HttpHandler {
  return playerHttp(sendStepUpCodeContract, stores, async ({ caller, viewer, now, actor }) => {
    const { playerId, sessionId } = caller;
    const methods = await stores.secondFactors.methodsOf(playerId);
    if (!methods.includes('sms')) return refused('second-factor-off');
    const request = { playerId, occasion: factorOccasion('session', sessionId), address: viewer.address };
    const requested = await stores.factorCodes.request(request, { actor, now });
    if (requested.outcome === 'blocked') return refused('too-many-attempts', requested);
    return answer(202, { codeEndsAt: requested.codeEndsAt.toISOString() });
  });
}

export const handler = sendStepUpCode({
  factorCodes: openFactorCodes(openLedger()),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
