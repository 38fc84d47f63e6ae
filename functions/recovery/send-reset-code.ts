// POST /v1/password-resets/sms-codes
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openFactorCodes, type FactorCodes } from '#stores/factor-codes.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { openTokens } from '#stores/tokens.ts';
import { sendResetCodeContract } from './completion-contract.ts';
import { findReset, type FindResetStores } from './find-reset.ts';

/** The stores that sending the code of a reset uses. */
export interface SendResetCodeStores extends FindResetStores {
  factorCodes: FactorCodes;
  secondFactors: Pick<FactorMethods, 'methodsOf'>;
}

/** Sends a code to the phone of whoever holds the mailed token; it is worth nothing with any other. */
export function sendResetCode(stores: SendResetCodeStores): HttpHandler {
  return publicHttp(sendResetCodeContract, async ({ command: { body }, viewer, now, actor }) => {
    const account = await findReset(stores, body.token, now);
    if (account === undefined) return refused('reset-refused');
    const { playerId } = account;
    const methods = await stores.secondFactors.methodsOf(playerId);
    if (!methods.includes('sms')) return refused('second-factor-off');
    const request = { playerId, occasion: factorOccasion('password-reset', body.token), address: viewer.address };
    const player = { ...actor, kind: 'player', id: playerId } as const;
    const requested = await stores.factorCodes.request(request, { actor: player, now });
    if (requested.outcome === 'blocked') return refused('too-many-attempts', requested);
    return answer(202, { codeEndsAt: requested.codeEndsAt.toISOString() });
  });
}

export const handler = sendResetCode({
  factorCodes: openFactorCodes(openLedger()),
  players: openPlayers(),
  secondFactors: openFactorMethods(),
  tokens: openTokens(),
});
