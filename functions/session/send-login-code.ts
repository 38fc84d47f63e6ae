// POST /v1/sessions/second-factors/sms-codes
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openFactorCodes, type FactorCodes } from '#stores/factor-codes.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openLedger } from '#stores/ledger.ts';
import { openLoginChallenges, type LoginChallenges } from '#stores/login-challenges.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { sendLoginCodeContract } from './sms-contract.ts';

/** The stores that sending the code of a login uses. */
export interface SendLoginCodeStores {
  challenges: Pick<LoginChallenges, 'find'>;
  credentials: Pick<Credentials, 'find'>;
  factorCodes: FactorCodes;
  secondFactors: Pick<FactorMethods, 'methodsOf'>;
}

/**
 * Sends the code of a login's second step. Only who knows the password holds a challenge; the code is worth nothing with
 * any other.
 */
export function sendLoginCode(stores: SendLoginCodeStores): HttpHandler {
  return publicHttp(sendLoginCodeContract, async ({ command: { body }, viewer, now, actor }) => {
    const { challenge } = body;
    const waiting = await stores.challenges.find(challenge, now);
    const credential = waiting && (await stores.credentials.find(waiting.playerId));
    if (waiting === undefined || credential?.version !== waiting.credentialVersion) {
      return refused('second-factor-refused');
    }
    const { playerId, endsAtSeconds } = waiting;
    const methods = await stores.secondFactors.methodsOf(playerId);
    if (!methods.includes('sms')) return refused('second-factor-off');
    const request = { playerId, occasion: factorOccasion('login', challenge), address: viewer.address };
    const player = { ...actor, kind: 'player', id: playerId } as const;
    const requested = await stores.factorCodes.request(request, { actor: player, now });
    if (requested.outcome === 'blocked') return refused('too-many-attempts', requested);
    const endsAt = new Date(endsAtSeconds * 1000).toISOString();
    return answer(202, { next: 'second-factor', challenge, methods: [...methods], endsAt });
  });
}

export const handler = sendLoginCode({
  challenges: openLoginChallenges(),
  credentials: openCredentials(),
  factorCodes: openFactorCodes(openLedger()),
  secondFactors: openFactorMethods(),
});
