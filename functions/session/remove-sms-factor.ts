// DELETE /v1/me/second-factors/sms
import { refused } from '#domain/decision.ts';
import { smsFactorChanged } from '#domain/session/sms-factor.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSecondFactors, type SecondFactors } from '#stores/second-factors.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { openSmsFactor, type SmsFactor } from '#stores/sms-factor.ts';
import { removeSmsFactorContract } from './sms-contract.ts';

/** The stores that turning the factor off uses. */
export interface RemoveSmsFactorStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  ledger: Ledger;
  revocations: SessionRevocations;
  secondFactors: Pick<SecondFactors, 'check'>;
  sessions: Sessions;
  smsFactor: Pick<SmsFactor, 'enrolledAt' | 'turningOff'>;
}

/** Turns the factor off, which needs a second factor: a stolen session alone cannot weaken an account. */
export function removeSmsFactor(stores: RemoveSmsFactorStores): HttpHandler {
  return playerHttp(removeSmsFactorContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    if ((await stores.smsFactor.enrolledAt(playerId)) === undefined) return refused('not-found');
    const using = await stores.secondFactors.check(playerId, body.secondFactor, now);
    if (using === undefined) return refused('second-factor-refused');
    const credential = await stores.credentials.find(playerId);
    const kept = await stores.revocations.standing(caller);
    if (kept === undefined || credential === undefined) return refused('authentication-required');
    const otherIds = await stores.revocations.others(kept);
    await stores.ledger.commit({
      writes: [
        ...using,
        stores.smsFactor.turningOff(playerId),
        stores.credentials.factorsChanging(playerId, credential.version),
        ...stores.revocations.endingOthers(kept, { otherIds }, now),
      ],
      ...smsFactorChanged(playerId, 'off'),
      actor,
      now,
    });
    return answer(204, null);
  });
}

export const handler = removeSmsFactor({
  credentials: openCredentials(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
  smsFactor: openSmsFactor(),
});
