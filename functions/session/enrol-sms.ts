// POST /v1/me/second-factors/sms
import { refused } from '#domain/decision.ts';
import { smsCodeSeconds, smsRisk } from '#domain/session/sms-code.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openSmsRequests, type SmsRequests } from '#stores/sms-requests.ts';
import { enrolSmsContract } from './sms-contract.ts';

/** The stores that asking for a first code uses. */
export interface EnrolSmsStores {
  players: Pick<Players, 'read'>;
  secondFactors: Pick<FactorMethods, 'methodsOf'>;
  sessions: Sessions;
  smsRequests: SmsRequests;
}

/** Asks for a code to the phone of the account, which will turn the factor on. The number is opened by the sender only. */
export function enrolSms(stores: EnrolSmsStores): HttpHandler {
  return playerHttp(enrolSmsContract, stores, async ({ caller: { playerId }, viewer, now, actor }) => {
    const { sms } = regionSettings();
    if (sms === null) return refused('sms-unavailable');
    const methods = await stores.secondFactors.methodsOf(playerId);
    if (methods.includes('sms')) return refused('second-factor-already-on');
    const { phoneIndex } = await stores.players.read(playerId);
    if (phoneIndex === undefined) return refused('sms-unavailable');
    const code = { playerId, purpose: 'second-factor-on', requestId: newId(), phoneIndex } as const;
    const requested = await stores.smsRequests.request({ ...code, address: viewer.address }, { actor, now });
    if (requested.outcome === 'blocked') return refused('too-many-attempts', requested);
    const codeEndsAt = new Date(now.getTime() + smsCodeSeconds * 1000).toISOString();
    return answer(202, { codeEndsAt, allowedPrefixes: sms.allowedPrefixes, risk: smsRisk });
  });
}

export const handler = enrolSms({
  players: openPlayers(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
  smsRequests: openSmsRequests(openLedger()),
});
