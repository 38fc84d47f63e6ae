// POST /v1/me/second-factors/sms/confirmations
import { refused } from '#domain/decision.ts';
import { smsRisk } from '#domain/session/sms-code.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { openSmsCodes, type SmsCodes } from '#stores/sms-codes.ts';
import { turningSmsOn } from '#stores/sms-factor.ts';
import { commitFactorChange, factorGround, firstRecoveryCodes, type ChangeFactorStores } from './change-factor.ts';
import { confirmSmsContract } from './sms-contract.ts';

/** The stores that turning codes by text message on uses. */
export interface ConfirmSmsStores extends ChangeFactorStores {
  keys: Pick<SubjectKeys, 'open'>;
  sessions: Sessions;
  smsCodes: Pick<SmsCodes, 'check'>;
}

/** Turns the factor on: the code proves that the number is the player's (C28), and whoever else is signed in is not. */
export function confirmSms(stores: ConfirmSmsStores): HttpHandler {
  return playerHttp(confirmSmsContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const ground = await factorGround(stores, caller);
    if (ground === undefined) return refused('authentication-required');
    if (ground.methods.includes('sms')) return refused('second-factor-already-on');
    const identity = await stores.keys.open(playerId, 'identity', now);
    const place = { playerId, purpose: 'second-factor-on' } as const;
    const using = await stores.smsCodes.check(place, { code: body.code, identity }, now);
    if (using === undefined) return refused('sms-code-refused');

    const first = firstRecoveryCodes(ground, now);
    const writes = [using, turningSmsOn(playerId, now), ...first.writes];
    const change = { ground, method: 'sms', change: 'on', writes, account: { phoneVerifiedAt: now } } as const;
    await commitFactorChange(stores, change, { actor, now });
    return answer(200, { enrolledAt: now.toISOString(), recoveryCodes: first.recoveryCodes, risk: smsRisk });
  });
}

export const handler = confirmSms({
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
  smsCodes: openSmsCodes(),
});
