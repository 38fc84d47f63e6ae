import { endSecondsOfUnsubscribing, isGranted } from '#domain/consent/consent.ts';
import { supportAddress } from '#domain/notification/contact.ts';
import { marketingWelcome } from '#domain/notification/letters/marketing-welcome.ts';
import type { Consents } from '#stores/consents.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';
import { findAddressee, type AddresseeStores } from './addressee.ts';
import type { Compose } from './composition.ts';

/** The stores that marketing by mail uses. */
export interface MarketingMailStores extends AddresseeStores {
  consents: Pick<Consents, 'current' | 'unchanged'>;
  tokens: Pick<Tokens, 'mint'>;
}

/**
 * The mail of a consent to marketing. The ledger of consents is read consistently at the moment of sending, and the lease
 * is committed only while the row that was read is still the last one: an objection that was answered before wins (C61).
 */
export function composeMarketingWelcome(stores: MarketingMailStores): Compose {
  return async ({ subjectId: playerId, type }, now) => {
    const rows = await stores.consents.current(playerId, 'marketing');
    const row = rows.find(({ channel }) => channel === 'email');
    if (row === undefined || !isGranted(row)) return undefined;
    const addressee = await findAddressee(stores, { playerId, type }, now);
    if (addressee === undefined) return undefined;
    const { language, email, addressName } = addressee;
    const { token, write } = stores.tokens.mint({
      purpose: 'unsubscribe',
      recordId: playerId,
      context: { purpose: row.purpose, channel: row.channel },
      endsAtSeconds: endSecondsOfUnsubscribing(now),
    });
    const { webOrigin, mailDomain } = regionSettings();
    const unsubscribeLink = `${webOrigin}/unsubscribe#${token}`;
    return {
      subjectId: playerId,
      to: email,
      letter: marketingWelcome(language, { addressName, unsubscribeLink, contact: supportAddress(mailDomain) }),
      writes: [stores.consents.unchanged(playerId, row), write],
      marketing: { oneClickAddress: `${webOrigin}/v1/unsubscribes/${token}` },
    };
  };
}
