import { supportAddress } from '#domain/notification/contact.ts';
import type { Letter } from '#domain/notification/letter.ts';
import { addressAlreadyUsed } from '#domain/notification/letters/address-already-used.ts';
import { emailChangeAnnounced } from '#domain/notification/letters/email-change-announced.ts';
import { emailChangeConfirmed } from '#domain/notification/letters/email-change-confirmed.ts';
import { emailChangeReverted } from '#domain/notification/letters/email-change-reverted.ts';
import { emailChangeVerification } from '#domain/notification/letters/email-change-verification.ts';
import { emailChanged } from '#domain/notification/letters/email-changed.ts';
import type { BlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import type { EmailChange, EmailChanges } from '#stores/email-changes.ts';
import type { Lookups } from '#stores/lookups.ts';
import { unsealField } from '#stores/sealing.ts';
import { regionSettings } from '#stores/settings.ts';
import type { TokenGrant, Tokens } from '#stores/tokens.ts';
import { findAddressee, type Addressee, type AddresseeStores } from './addressee.ts';
import { momentFor } from './compose-recovery.ts';
import type { Compose, MailComposition } from './composition.ts';
import { mintReset } from './mint-reset.ts';

/** The stores that the mails of a change of address use. */
export interface EmailChangeMailStores extends AddresseeStores {
  emailChanges: Pick<EmailChanges, 'find'>;
  emails: BlindIndex;
  lookups: Pick<Lookups, 'find'>;
  tokens: Pick<Tokens, 'mint'>;
}

/** A change of address with the player it is about and both addresses in the clear. */
interface OpenedChange {
  addressee: Addressee;
  change: EmailChange;
  newEmail: string;
  previousEmail: string;
}

type WriteAboutChange = (opened: OpenedChange, now: Date) => Promise<Omit<MailComposition, 'subjectId'> | undefined>;

const contact = () => supportAddress(regionSettings().mailDomain);

/** Composes a mail about a change of address, to either of its addresses; undefined once the change has ended. */
const composeAbout =
  (stores: EmailChangeMailStores, write: WriteAboutChange): Compose =>
  async ({ subjectId, recordId = '', type }, now) => {
    const addressee = await findAddressee(stores, { playerId: subjectId, type }, now);
    const change = addressee && (await stores.emailChanges.find(subjectId, recordId, now));
    if (addressee === undefined || change === undefined) return undefined;
    const open = (field: 'newEmail' | 'previousEmail') =>
      unsealField(addressee.contactKey, { field, recordId }, change[field]);
    const opened = { addressee, change, newEmail: open('newEmail'), previousEmail: open('previousEmail') };
    const composed = await write(opened, now);
    return composed && { subjectId, ...composed };
  };

interface MintedLink {
  link: string;
  endsAt: string;
  write: Write;
}

function mintLink(
  { tokens }: Pick<EmailChangeMailStores, 'tokens'>,
  { addressee, change }: OpenedChange,
  { purpose, endsAtSeconds }: Pick<TokenGrant, 'purpose' | 'endsAtSeconds'>,
): MintedLink {
  const { playerId, changeId } = change;
  const { token, write } = tokens.mint({ purpose, recordId: changeId, context: { playerId }, endsAtSeconds });
  const link = `${regionSettings().webOrigin}/${purpose}#${token}`;
  return { link, endsAt: momentFor(addressee, new Date(endsAtSeconds * 1000)), write };
}

/**
 * To the new address: the link, or, where it already has an account, to its owner that somebody wants it. Who asked sees
 * no difference.
 */
function composeEmailChangeRequested(stores: EmailChangeMailStores): Compose {
  const toNewAddress = composeAbout(stores, async (opened) => {
    const { addressee, change, newEmail: to } = opened;
    if (change.confirmedAt !== undefined) return undefined;
    const { endsAtSeconds } = change;
    const { write, ...given } = mintLink(stores, opened, { purpose: 'email-change', endsAtSeconds });
    return { to, letter: emailChangeVerification(addressee.language, given), writes: [write] };
  });
  return async (event, now) => {
    const composition = await toNewAddress(event, now);
    if (composition === undefined) return undefined;
    const ownerId = await stores.lookups.find('email', await stores.emails.valueOf(composition.to));
    if (ownerId === undefined) return composition;
    const owner = await findAddressee(stores, { playerId: ownerId, type: event.type }, now);
    if (owner === undefined) return undefined;
    const letter = addressAlreadyUsed(owner.language, { addressName: owner.addressName, contact: contact() });
    return { subjectId: ownerId, to: owner.email, letter, writes: [] };
  };
}

const toPrevious = ({ previousEmail: to }: OpenedChange, letter: Letter) => ({ to, letter, writes: [] });

/** To the present address, at once: that another one was asked for. */
const composeEmailChangeAnnounced = (stores: EmailChangeMailStores): Compose =>
  composeAbout(stores, async (opened) => {
    const { addressee, change } = opened;
    const { language, addressName } = addressee;
    const askedAt = momentFor(addressee, new Date(change.askedAt));
    return toPrevious(opened, emailChangeAnnounced(language, { addressName, askedAt, contact: contact() }));
  });

/** To the address before: that it was replaced, with the link that undoes it. */
const composeEmailChanged = (stores: EmailChangeMailStores): Compose =>
  composeAbout(stores, async (opened) => {
    const { addressee, change, previousEmail: to } = opened;
    if (change.confirmedAt === undefined) return undefined;
    const { endsAtSeconds, confirmedAt } = change;
    const { write, ...given } = mintLink(stores, opened, { purpose: 'email-change-reversion', endsAtSeconds });
    const { language, addressName } = addressee;
    const changedAt = momentFor(addressee, new Date(confirmedAt));
    const letter = emailChanged(language, { addressName, changedAt, ...given, contact: contact() });
    return { to, letter, writes: [write] };
  });

/** To the new address: that it is now that of the account. */
const composeEmailChangeConfirmed = (stores: EmailChangeMailStores): Compose =>
  composeAbout(stores, async ({ addressee, change, newEmail: to }) => {
    if (change.confirmedAt === undefined) return undefined;
    const { language, addressName } = addressee;
    const changedAt = momentFor(addressee, new Date(change.confirmedAt));
    return { to, letter: emailChangeConfirmed(language, { addressName, changedAt, contact: contact() }), writes: [] };
  });

/** To the restored address: that the change was undone, with the link to a new password. */
function composeEmailChangeReverted(stores: EmailChangeMailStores): Compose {
  return async ({ subjectId, type }, now) => {
    const addressee = await findAddressee(stores, { playerId: subjectId, type }, now);
    if (addressee === undefined) return undefined;
    const { account, language, email, addressName } = addressee;
    const { link, endsAt, write } = mintReset(stores.tokens, account, now);
    const given = { addressName, link, endsAt: momentFor(addressee, endsAt), contact: contact() };
    return { subjectId, to: email, letter: emailChangeReverted(language, given), writes: [write] };
  };
}

/** How the mails of changes of address are composed, by event. */
export const emailChangeComposers = (stores: EmailChangeMailStores) => ({
  'email-change-requested': composeEmailChangeRequested(stores),
  'email-change-announced': composeEmailChangeAnnounced(stores),
  'email-change-confirmed': composeEmailChangeConfirmed(stores),
  'email-changed': composeEmailChanged(stores),
  'email-change-reverted': composeEmailChangeReverted(stores),
});
