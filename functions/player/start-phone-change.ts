// POST /v1/me/phone-changes
import { refused } from '#domain/decision.ts';
import { isAllowedNumber, smsCodeSeconds, smsRisk } from '#domain/session/sms-code.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPhoneChanges, type PhoneChanges } from '#stores/phone-changes.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { sealField } from '#stores/sealing.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { openSmsRequests, type SmsRequests } from '#stores/sms-requests.ts';
import { startPhoneChangeContract } from './phone-contract.ts';

/** The stores that asking for a change uses. */
export interface StartPhoneChangeStores {
  keys: Pick<SubjectKeys, 'open'>;
  phoneChanges: Pick<PhoneChanges, 'starting'>;
  phones: BlindIndex;
  players: Pick<Players, 'read'>;
  sessions: Sessions;
  smsRequests: SmsRequests;
}

/** Keeps the new number sealed until its owner proves it with the code that it is sent. */
export function startPhoneChange(stores: StartPhoneChangeStores): HttpHandler {
  return playerHttp(startPhoneChangeContract, stores, async ({ command: { body }, caller, viewer, now, actor }) => {
    const { playerId } = caller;
    if (!isAllowedNumber(body.phone, regionSettings().sms?.allowedPrefixes ?? [])) return refused('sms-unavailable');
    const [account, phoneIndex, identity] = await Promise.all([
      stores.players.read(playerId),
      stores.phones.valueOf(body.phone),
      stores.keys.open(playerId, 'identity', now),
    ]);
    if (account.phoneIndex === phoneIndex) return refused('phone-unchanged');
    const changeId = newId();
    const phone = sealField(identity, { field: 'phone', recordId: changeId }, body.phone);
    const writes = [stores.phoneChanges.starting(playerId, { changeId, phone }, now)];
    const request = { playerId, purpose: 'phone-change', requestId: changeId, phoneIndex } as const;
    const requested = await stores.smsRequests.request({ ...request, address: viewer.address, writes }, { actor, now });
    if (requested.outcome === 'blocked') return refused('too-many-attempts', requested);
    return answer(202, { codeEndsAt: new Date(now.getTime() + smsCodeSeconds * 1000).toISOString(), risk: smsRisk });
  });
}

export const handler = startPhoneChange({
  keys: openSubjectKeys(),
  phoneChanges: openPhoneChanges(),
  phones: openBlindIndex('phone'),
  players: openPlayers(),
  sessions: openSessions(),
  smsRequests: openSmsRequests(openLedger()),
});
