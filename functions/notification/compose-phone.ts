import { supportAddress } from '#domain/notification/contact.ts';
import { phoneChangeReverted } from '#domain/notification/letters/phone-change-reverted.ts';
import { phoneChanged } from '#domain/notification/letters/phone-changed.ts';
import { momentText } from '#domain/notification/moment-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import type { PhoneChanges } from '#stores/phone-changes.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';
import { findAddressee, type AddresseeStores } from './addressee.ts';
import type { WriteToPlayer } from './compose-account.ts';
import type { Composition } from './composition.ts';

/** The stores that the mail of a changed number uses. */
export interface PhoneMailStores extends AddresseeStores {
  phoneChanges: Pick<PhoneChanges, 'reversion'>;
  tokens: Pick<Tokens, 'mint'>;
}

/** The mail of a changed number, with the link that restores the old one. */
export async function composePhoneChanged(
  stores: PhoneMailStores,
  { subjectId, recordId: changeId = '', type }: AnnouncedEvent,
  now: Date,
): Promise<Composition | undefined> {
  const addressee = await findAddressee(stores, { playerId: subjectId, type }, now);
  const reversion = addressee && (await stores.phoneChanges.reversion(subjectId, changeId, now));
  if (addressee === undefined || reversion === undefined) return undefined;
  const { account, language, email, addressName } = addressee;
  const { token, write } = stores.tokens.mint({
    purpose: 'phone-change-reversion',
    recordId: changeId,
    context: { playerId: subjectId },
    endsAtSeconds: reversion.endsAtSeconds,
  });
  const written = (moment: Date) => momentText(moment, timeZoneOf(account.jurisdiction), language);
  const letter = phoneChanged(language, {
    addressName,
    changedAt: written(new Date(reversion.changedAt)),
    link: `${regionSettings().webOrigin}/phone-change-reversion#${token}`,
    endsAt: written(new Date(reversion.endsAtSeconds * 1000)),
    contact: supportAddress(regionSettings().mailDomain),
  });
  return { subjectId, to: email, letter, writes: [write] };
}

/** The mail of a restored number. */
export const writePhoneChangeReverted: WriteToPlayer = async (_event, { language, addressName }) =>
  phoneChangeReverted(language, { addressName, contact: supportAddress(regionSettings().mailDomain) });
