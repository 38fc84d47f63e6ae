// POST /v1/me/second-factors/totp
import { refused } from '#domain/decision.ts';
import { authenticatorOffered } from '#domain/session/factor-change.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { enrollingTotp, totpUri } from '#stores/totp-factor.ts';
import { enrolTotpContract } from './factor-contract.ts';

/** The stores that setting up an authenticator uses. */
export interface EnrolTotpStores {
  ledger: Ledger;
  secondFactors: FactorMethods;
  sessions: Sessions;
}

/** Makes a secret for an authenticator. Nothing protects the account yet, so that a lost answer locks nobody out. */
export function enrolTotp(stores: EnrolTotpStores): HttpHandler {
  return playerHttp(enrolTotpContract, stores, async ({ caller: { playerId }, now, actor }) => {
    const methods = await stores.secondFactors.methodsOf(playerId);
    if (methods.includes('totp')) return refused('second-factor-already-on');
    const { secret, write, endsAt } = await enrollingTotp(playerId, now);
    await stores.ledger.commit({ writes: [write], ...authenticatorOffered(playerId), actor, now });
    return answer(201, { secret, uri: await totpUri(secret, 'account'), endsAt: endsAt.toISOString() });
  });
}

export const handler = enrolTotp({
  ledger: openLedger(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
