// POST /v1/me/second-factors/sms
import { refused } from '#domain/decision.ts';
import { smsCodeSeconds, smsRisk } from '#domain/session/sms-code.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openSmsFactor, type SmsFactor } from '#stores/sms-factor.ts';
import { openSmsRequests, type SmsRequests } from '#stores/sms-requests.ts';
import { startSmsFactorContract } from './sms-contract.ts';

/** The stores that asking for a code uses. */
export interface StartSmsFactorStores {
  players: Pick<Players, 'read'>;
  sessions: Sessions;
  smsFactor: Pick<SmsFactor, 'enrolledAt'>;
  smsRequests: SmsRequests;
}

/** Asks for a code to the phone of the account. The number is opened by the sender only. */
export function startSmsFactor(stores: StartSmsFactorStores): HttpHandler {
  return playerHttp(startSmsFactorContract, stores, async ({ caller: { playerId }, viewer, now, actor }) => {
    const { sms } = regionSettings();
    if (sms === null) return refused('sms-unavailable');
    const { phoneIndex } = await stores.players.read(playerId);
    if (phoneIndex === undefined) return refused('sms-unavailable');
    const isOn = (await stores.smsFactor.enrolledAt(playerId)) !== undefined;
    const purpose = isOn ? 'second-factor' : 'second-factor-on';
    const request = { playerId, purpose, requestId: newId(), phoneIndex, address: viewer.address } as const;
    const requested = await stores.smsRequests.request(request, { actor, now });
    if (requested.outcome === 'blocked') return refused('too-many-attempts', requested);
    const codeEndsAt = new Date(now.getTime() + smsCodeSeconds * 1000).toISOString();
    return answer(202, { purpose, codeEndsAt, allowedPrefixes: sms.allowedPrefixes, risk: smsRisk });
  });
}

export const handler = startSmsFactor({
  players: openPlayers(),
  sessions: openSessions(),
  smsFactor: openSmsFactor(),
  smsRequests: openSmsRequests(openLedger()),
});
