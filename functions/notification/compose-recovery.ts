import { supportAddress } from '#domain/notification/contact.ts';
import { passwordChanged } from '#domain/notification/letters/password-changed.ts';
import { passwordReset } from '#domain/notification/letters/password-reset.ts';
import { momentText } from '#domain/notification/moment-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import type { Lookups } from '#stores/lookups.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';
import { findAddressee, type Addressee, type AddresseeStores } from './addressee.ts';
import type { WriteToPlayer } from './compose-account.ts';
import type { Compose } from './composition.ts';
import { mintReset } from './mint-reset.ts';

/** The stores that the mail of a reset uses. */
export interface ResetMailStores extends AddresseeStores {
  lookups: Pick<Lookups, 'find'>;
  tokens: Pick<Tokens, 'mint'>;
}

/** Writes a moment in the language and the zone of a person. */
export const momentFor = ({ account, language }: Addressee, moment: Date): string =>
  momentText(moment, timeZoneOf(account.jurisdiction), language);

/**
 * The mail with the link to a new password. Here, where only the owner of the address sees the difference, it is looked
 * up whether the address has an account; where it has none, nobody is written to.
 */
export function composePasswordReset(stores: ResetMailStores): Compose {
  return async ({ context, type }, now) => {
    const playerId = await stores.lookups.find('email', context['emailIndex'] ?? '');
    const addressee = playerId && (await findAddressee(stores, { playerId, type }, now));
    if (!addressee) return undefined;
    const { account, language, email, addressName } = addressee;
    const { link, endsAt, write } = mintReset(stores.tokens, account, now);
    const contact = supportAddress(regionSettings().mailDomain);
    const letter = passwordReset(language, { addressName, link, endsAt: momentFor(addressee, endsAt), contact });
    return { subjectId: account.playerId, to: email, letter, writes: [write] };
  };
}

/** The mail of a replaced password. */
export const writePasswordChanged: WriteToPlayer = async ({ context, occurredAt }, addressee) => {
  const { account, language, addressName } = addressee;
  const held = context['way'] === 'reset' ? account.withdrawalsHeldUntil : undefined;
  return passwordChanged(language, {
    addressName,
    changedAt: momentFor(addressee, new Date(occurredAt)),
    ...(held === undefined ? {} : { heldUntil: momentFor(addressee, new Date(held)) }),
    contact: supportAddress(regionSettings().mailDomain),
  });
};
