// POST /v1/me/second-factors/sms/confirmations
import { refused } from '#domain/decision.ts';
import { smsRisk } from '#domain/session/sms-code.ts';
import { smsFactorChanged } from '#domain/session/sms-factor.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { openSmsCodes, type SmsCodes } from '#stores/sms-codes.ts';
import { openSmsFactor, type SmsFactor } from '#stores/sms-factor.ts';
import { confirmSmsFactorContract } from './sms-contract.ts';

/** The stores that turning the factor on uses. */
export interface ConfirmSmsFactorStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  revocations: SessionRevocations;
  sessions: Sessions;
  smsCodes: Pick<SmsCodes, 'check'>;
  smsFactor: Pick<SmsFactor, 'turningOn'>;
}

/** Turns the factor on: the code proves that the number is the player's (C28), and whoever else is signed in is not. */
export function confirmSmsFactor(stores: ConfirmSmsFactorStores): HttpHandler {
  return playerHttp(confirmSmsFactorContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const identity = await stores.keys.open(playerId, 'identity', now);
    const place = { playerId, purpose: 'second-factor-on' } as const;
    const using = await stores.smsCodes.check(place, { code: body.code, identity }, now);
    if (using === undefined) return refused('sms-code-refused');
    const credential = await stores.credentials.find(playerId);
    const kept = await stores.revocations.standing(caller);
    if (kept === undefined || credential === undefined) return refused('authentication-required');
    const otherIds = await stores.revocations.others(kept);
    await stores.ledger.commit({
      writes: [
        using,
        stores.smsFactor.turningOn(playerId, now),
        stores.credentials.factorsChanging(playerId, credential.version),
        ...stores.revocations.endingOthers(kept, { otherIds, change: { phoneVerifiedAt: now } }, now),
      ],
      ...smsFactorChanged(playerId, 'on'),
      actor,
      now,
    });
    return answer(201, { method: 'sms', enrolledAt: now.toISOString(), risk: smsRisk });
  });
}

export const handler = confirmSmsFactor({
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  sessions: openSessions(),
  smsCodes: openSmsCodes(),
  smsFactor: openSmsFactor(),
});
