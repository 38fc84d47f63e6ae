// POST /v1/me/phone-changes/confirmations
import { refused } from '#domain/decision.ts';
import { heldAfterPhoneChange, phoneChanged, reversionEndOf } from '#domain/player/phone-change.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { afterLogins, openCredentials, type Credentials } from '#stores/credentials.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups } from '#stores/lookups.ts';
import { openPhoneChanges, type PendingPhoneChange, type PhoneChanges } from '#stores/phone-changes.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { sealField, unsealField, type SubjectKey } from '#stores/sealing.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { openSmsCodes, type SmsCodes } from '#stores/sms-codes.ts';
import { movingNumber, type MovingNumberStores } from './move-number.ts';
import { confirmPhoneChangeContract } from './phone-contract.ts';

/** The stores that changing a number uses. */
export interface ConfirmPhoneChangeStores extends MovingNumberStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  phoneChanges: Pick<PhoneChanges, 'pending' | 'completing' | 'keeping'>;
  players: Pick<Players, 'read'>;
  revocations: SessionRevocations;
  sessions: Sessions;
  smsCodes: Pick<SmsCodes, 'check' | 'dropping'>;
}

/** Changes the number in one transaction with everything that keeps a thief from profiting by it. */
export function confirmPhoneChange(stores: ConfirmPhoneChangeStores): HttpHandler {
  return playerHttp(confirmPhoneChangeContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const identity = await stores.keys.open(playerId, 'identity', now);
    const place = { playerId, purpose: 'phone-change' } as const;
    const using = await stores.smsCodes.check(place, { code: body.code, identity }, now);
    const pending = await stores.phoneChanges.pending(playerId, now);
    if (using === undefined || pending === undefined) return refused('sms-code-refused');
    const [account, kept, credential] = await Promise.all([
      stores.players.read(playerId),
      stores.revocations.standing(caller),
      stores.credentials.find(playerId),
    ]);
    if (kept === undefined || credential === undefined) return refused('authentication-required');

    const phone = unsealField(identity, { field: 'phone', recordId: pending.changeId }, pending.phone);
    const moved = await movingNumber(stores, { account, identity, phone, verifiedAt: now.toISOString() });
    const withdrawalsHeldUntil = heldAfterPhoneChange(now);
    const otherIds = await stores.revocations.others(kept);
    const change = { withdrawalsHeldUntil, keepsFreeze: true, phone: moved.phone } as const;
    await stores.ledger.commit({
      writes: [
        using,
        stores.phoneChanges.completing(playerId, pending.changeId),
        stores.credentials.factorsChanging(playerId, credential),
        ...stores.revocations.endingOthers(kept, { otherIds, change }, afterLogins(credential, now)),
        ...moved.writes,
        ...keepingOld(stores, { account, identity, pending, now }),
        // Codes that went to the old number prove nothing about the new one.
        stores.smsCodes.dropping({ playerId, purpose: 'second-factor-on' }),
        stores.smsCodes.dropping({ playerId, purpose: 'second-factor' }),
      ],
      ...phoneChanged(playerId, pending.changeId),
      actor,
      now,
    });
    return answer(200, {
      phoneVerifiedAt: now.toISOString(),
      withdrawalsHeldUntil: withdrawalsHeldUntil.toISOString(),
      revertableUntil: reversionEndOf(now).toISOString(),
    });
  });
}

interface Replaced {
  account: PlayerAccount;
  identity: SubjectKey<'identity'>;
  pending: PendingPhoneChange;
  now: Date;
}

/** The old number, sealed anew under the change that replaced it, for as long as the mailed link works. */
function keepingOld(stores: ConfirmPhoneChangeStores, { account, identity, pending, now }: Replaced): Write[] {
  const { playerId, phone, phoneVerifiedAt } = account;
  if (phone === undefined) return [];
  const { changeId } = pending;
  const old = unsealField(identity, { field: 'phone', recordId: playerId }, phone);
  const sealed = sealField(identity, { field: 'phone', recordId: changeId }, old);
  const reversion = { changeId, phone: sealed, phoneVerifiedAt, changedAt: now.toISOString() };
  return [stores.phoneChanges.keeping(playerId, reversion, reversionEndOf(now))];
}

export const handler = confirmPhoneChange({
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  lookups: openLookups(),
  phoneChanges: openPhoneChanges(),
  phones: openBlindIndex('phone'),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  sessions: openSessions(),
  smsCodes: openSmsCodes(),
});
