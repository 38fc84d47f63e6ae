import { factorRemovedText, phoneReplacedText, smsCodeText } from '#domain/notification/text-messages.ts';
import { isAllowedNumber, smsCodePurposes, smsCodeSeconds, type SmsCodePurpose } from '#domain/session/sms-code.ts';
import { logEvent } from '#functions/edge/log.ts';
import { KeyEnded, NotFound } from '#stores/failures.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import type { PhoneChanges } from '#stores/phone-changes.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';
import { unsealField, type SubjectKey } from '#stores/sealing.ts';
import { regionSettings } from '#stores/settings.ts';
import type { SmsCodes } from '#stores/sms-codes.ts';
import type { Compose, TextComposition } from './composition.ts';

/** The stores that text messages use. */
export interface SmsStores {
  keys: Pick<SubjectKeys, 'open'>;
  phoneChanges: Pick<PhoneChanges, 'pending' | 'reversion'>;
  players: Pick<Players, 'read'>;
  smsCodes: Pick<SmsCodes, 'pending' | 'minting'>;
}

/** A notice is of use for longer than a code, but not for days. */
const noticeSeconds = 86_400;

interface Owner {
  account: PlayerAccount;
  identity: SubjectKey<'identity'>;
}

/** Opens the identity of a player whose account is not closed; undefined once it is. */
async function findOwner({ keys, players }: SmsStores, playerId: string, now: Date): Promise<Owner | undefined> {
  try {
    const account = await players.read(playerId);
    if (account.state === 'closed') return undefined;
    return { account, identity: await keys.open(playerId, 'identity', now) };
  } catch (error) {
    if (error instanceof NotFound || error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/** Where a number lies, sealed. */
interface SealedNumber {
  recordId: string;
  phone: Uint8Array;
}

/** Opens a number: here and nowhere else before a message. Undefined outside of the countries that the region sends to. */
function openNumber({ identity }: Owner, { recordId, phone }: SealedNumber): string | undefined {
  const to = unsealField(identity, { field: 'phone', recordId }, phone);
  if (isAllowedNumber(to, regionSettings().sms?.allowedPrefixes ?? [])) return to;
  logEvent('SMS_OUTSIDE_COUNTRIES', { subjectId: identity.subjectId });
  return undefined;
}

async function numberFor(
  { phoneChanges }: SmsStores,
  { account }: Owner,
  { purpose, requestId, now }: { purpose: SmsCodePurpose; requestId: string; now: Date },
): Promise<SealedNumber | undefined> {
  const { playerId, phone } = account;
  if (purpose !== 'phone-change') return phone && { recordId: playerId, phone };
  const change = await phoneChanges.pending(playerId, now);
  return change?.changeId === requestId ? { recordId: requestId, phone: change.phone } : undefined;
}

/**
 * Makes the code of a request and its message. A request that was replaced, used or has ended leads to none, so that a
 * message whose outcome stayed unknown is not sent again: the wait for it is as long as the life of a code.
 */
async function composeSmsCode(
  stores: SmsStores,
  { subjectId, recordId: requestId = '', context }: AnnouncedEvent,
  now: Date,
): Promise<TextComposition | undefined> {
  const purpose = smsCodePurposes.find((known) => known === context['purpose']);
  if (purpose === undefined) throw new Error('A code without a known purpose');
  const pending = await stores.smsCodes.pending({ playerId: subjectId, purpose }, requestId, now);
  const owner = pending && (await findOwner(stores, subjectId, now));
  const number = owner && (await numberFor(stores, owner, { purpose, requestId, now }));
  const to = number && openNumber(owner, number);
  if (to === undefined || owner === undefined || pending === undefined) return undefined;
  const { code, write } = stores.smsCodes.minting(pending, owner.identity);
  const host = new URL(regionSettings().webOrigin).hostname;
  const text = smsCodeText(owner.account.language, { code, host });
  return { subjectId, to, text, lifeSeconds: smsCodeSeconds, writes: [write] };
}

/** Tells the old number that another took its place. */
async function composePhoneReplaced(
  stores: SmsStores,
  { subjectId, recordId: changeId = '' }: AnnouncedEvent,
  now: Date,
): Promise<TextComposition | undefined> {
  const owner = await findOwner(stores, subjectId, now);
  const reversion = owner && (await stores.phoneChanges.reversion(subjectId, changeId, now));
  const to = reversion && openNumber(owner, { recordId: changeId, phone: reversion.phone });
  if (to === undefined || owner === undefined) return undefined;
  const text = phoneReplacedText(owner.account.language);
  return { subjectId, to, text, lifeSeconds: noticeSeconds, writes: [] };
}

/** Tells the phone that a second factor was turned off, where a code has proved that the number is the player's. */
async function composeFactorRemoved(
  stores: SmsStores,
  { subjectId }: AnnouncedEvent,
  now: Date,
): Promise<TextComposition | undefined> {
  const owner = await findOwner(stores, subjectId, now);
  const { phone, phoneVerifiedAt } = owner?.account ?? {};
  if (owner === undefined || phone === undefined || phoneVerifiedAt === undefined) return undefined;
  const to = openNumber(owner, { recordId: subjectId, phone });
  if (to === undefined) return undefined;
  return { subjectId, to, text: factorRemovedText(owner.account.language), lifeSeconds: noticeSeconds, writes: [] };
}

/** How text messages are composed, by event. */
export const smsComposers = (
  stores: SmsStores,
): Readonly<Record<'phone-replaced' | 'second-factor-removed' | 'sms-code-requested', Compose>> => ({
  'phone-replaced': (event, now) => composePhoneReplaced(stores, event, now),
  'second-factor-removed': (event, now) => composeFactorRemoved(stores, event, now),
  'sms-code-requested': (event, now) => composeSmsCode(stores, event, now),
});
