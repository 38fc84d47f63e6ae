// POST /v1/phone-changes/reversions
import { refused, type ChangeRecord } from '#domain/decision.ts';
import { heldAfterPhoneChange, phoneChangeReverted } from '#domain/player/phone-change.ts';
import { secondFactorChanged } from '#domain/session/factor-change.ts';
import { smsCodePurposes } from '#domain/session/sms-code.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { afterLogins, openCredentials, type Credentials } from '#stores/credentials.ts';
import { Conflict, KeyEnded } from '#stores/failures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups } from '#stores/lookups.ts';
import { openPhoneChanges, type PhoneChanges, type PhoneReversion } from '#stores/phone-changes.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { unsealField, type SubjectKey } from '#stores/sealing.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSmsCodes, type SmsCodes } from '#stores/sms-codes.ts';
import { findSms, forgettingSms } from '#stores/sms-factor.ts';
import { openTokens, type Tokens } from '#stores/tokens.ts';
import { movingNumber, type MovingNumberStores } from './move-number.ts';
import { revertPhoneChangeContract } from './phone-contract.ts';

/** The stores that restoring a number uses. */
export interface RevertPhoneChangeStores extends MovingNumberStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  phoneChanges: Pick<PhoneChanges, 'reversion' | 'laterThan' | 'forgetting'>;
  players: Pick<Players, 'read'>;
  revocations: Pick<SessionRevocations, 'endingAll'>;
  smsCodes: Pick<SmsCodes, 'dropping'>;
  tokens: Pick<Tokens, 'find' | 'consuming'>;
}

/** Restores the number that a change replaced; whoever is signed in must sign in again. */
export function revertPhoneChange(stores: RevertPhoneChangeStores): HttpHandler {
  return publicHttp(revertPhoneChangeContract, async ({ command: { body }, now, actor }) => {
    const found = await findChange(stores, body.token, now);
    if (found === undefined) return refused('reversion-refused');
    const { account, identity, reversion } = found;
    const { playerId, sessionsValidFrom } = account;
    const { changeId } = reversion;
    const phone = unsealField(identity, { field: 'phone', recordId: changeId }, reversion.phone);
    const moved = await movingNumber(stores, { account, identity, phone, verifiedAt: reversion.phoneVerifiedAt });
    const credential = await stores.credentials.find(playerId);
    if (credential === undefined) return refused('reversion-refused');
    const factor = await turningOffNewFactor(playerId, reversion);
    const withdrawalsHeldUntil = heldAfterPhoneChange(now);
    const change = { withdrawalsHeldUntil, keepsFreeze: true, phone: moved.phone } as const;
    const record = phoneChangeReverted(playerId, changeId);
    try {
      await stores.ledger.commit({
        writes: [
          stores.tokens.consuming(body.token),
          stores.phoneChanges.forgetting(playerId, changeId, { mustExist: true }),
          stores.revocations.endingAll({ playerId, sessionsValidFrom }, change, afterLogins(credential, now)),
          stores.credentials.factorsChanging(playerId, credential),
          ...moved.writes,
          ...(await forgettingLater(stores, playerId, reversion)),
          ...factor.writes,
          // Codes that went to the stranger's number prove nothing about this one.
          ...smsCodePurposes.map((purpose) => stores.smsCodes.dropping({ playerId, purpose })),
        ],
        audit: [...record.audit, ...factor.audit],
        events: [...record.events, ...factor.events],
        actor,
        now,
      });
    } catch (error) {
      if (error instanceof Conflict && error.failedWrites.includes(0)) return refused('reversion-refused');
      throw error;
    }
    return answer(200, { withdrawalsHeldUntil: withdrawalsHeldUntil.toISOString() });
  });
}

interface FoundChange {
  account: PlayerAccount;
  identity: SubjectKey<'identity'>;
  reversion: PhoneReversion;
}

async function findChange(stores: RevertPhoneChangeStores, token: string, now: Date): Promise<FoundChange | undefined> {
  const grant = await stores.tokens.find(token, 'phone-change-reversion', now);
  const playerId = grant?.context['playerId'];
  if (grant === undefined || playerId === undefined) return undefined;
  const reversion = await stores.phoneChanges.reversion(playerId, grant.recordId, now);
  const account = await stores.players.read(playerId);
  if (reversion === undefined || account.state === 'closed') return undefined;
  try {
    return { account, identity: await stores.keys.open(playerId, 'identity', now), reversion };
  } catch (error) {
    if (error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/** So many later changes are forgotten at most: a transaction holds 100 writes. */
const laterForgottenMax = 50;

/** What was changed after the change that is undone falls with it: its link would bring back the stranger's number. */
async function forgettingLater(
  { phoneChanges }: RevertPhoneChangeStores,
  playerId: string,
  { changedAt }: PhoneReversion,
): Promise<Write[]> {
  const later = await phoneChanges.laterThan(playerId, changedAt);
  return later
    .slice(0, laterForgottenMax)
    .map((changeId) => phoneChanges.forgetting(playerId, changeId, { mustExist: false }));
}

/** The factor goes where it was turned on with a number that is not the player's any more. */
async function turningOffNewFactor(
  playerId: string,
  { changedAt }: PhoneReversion,
): Promise<ChangeRecord & { writes: Write[] }> {
  const factor = await findSms(playerId);
  if (factor === undefined || factor.enrolledAt < changedAt) return { writes: [], audit: [], events: [] };
  return { writes: [forgettingSms(playerId)], ...secondFactorChanged(playerId, { method: 'sms', change: 'off' }) };
}

export const handler = revertPhoneChange({
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  lookups: openLookups(),
  phoneChanges: openPhoneChanges(),
  phones: openBlindIndex('phone'),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  smsCodes: openSmsCodes(),
  tokens: openTokens(),
});
