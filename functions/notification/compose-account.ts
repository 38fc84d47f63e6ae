import { supportAddress } from '#domain/notification/contact.ts';
import type { Letter } from '#domain/notification/letter.ts';
import { depositConfirmed } from '#domain/notification/letters/deposit-confirmed.ts';
import { documentAcceptedForReview } from '#domain/notification/letters/document-accepted-for-review.ts';
import { documentRefused } from '#domain/notification/letters/document-refused.ts';
import { momentText } from '#domain/notification/moment-text.ts';
import { moneyText } from '#domain/notification/money-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import type { Deposits } from '#stores/deposits.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import { regionSettings } from '#stores/settings.ts';
import { findAddressee, type Addressee, type AddresseeStores } from './addressee.ts';
import type { Composition } from './composition.ts';

/** Writes the letter of an event to a player whose contact is open; undefined when there is nothing to say any more. */
export type WriteToPlayer = (event: AnnouncedEvent, addressee: Addressee, now: Date) => Promise<Letter | undefined>;

/** Composes a mail to the player an event is about. */
export async function composeToPlayer(
  stores: AddresseeStores,
  { event, write }: { event: AnnouncedEvent; write: WriteToPlayer },
  now: Date,
): Promise<Composition | undefined> {
  const { subjectId, type } = event;
  const addressee = await findAddressee(stores, { playerId: subjectId, type }, now);
  const letter = addressee && (await write(event, addressee, now));
  return letter && { subjectId, to: addressee.email, letter, writes: [] };
}

/** The mail of a confirmed deposit (C35). */
export function writeDepositConfirmed(deposits: Pick<Deposits, 'read'>): WriteToPlayer {
  return async ({ subjectId, context }, { account, language, addressName }) => {
    const deposit = await deposits.read(subjectId, context['depositKey'] ?? '');
    if (deposit?.settledAt === undefined) return undefined;
    return depositConfirmed(language, {
      addressName,
      amount: moneyText(deposit.amountMinor, deposit.currency, language),
      paymentReference: deposit.paymentReference,
      confirmedAt: momentText(new Date(deposit.settledAt), timeZoneOf(account.jurisdiction), language),
      contact: supportAddress(regionSettings().mailDomain),
    });
  };
}

/** The mail of a document that waits for review. */
export const writeDocumentAccepted: WriteToPlayer = async (_event, { language, addressName }) =>
  documentAcceptedForReview(language, { addressName });

/** The mail of a refused document. Throws for a reason that has no words. */
export const writeDocumentRefused: WriteToPlayer = async ({ context }, { language, addressName }) => {
  const { refusalReasons, refusalText } = await import('#domain/kyc/refusal-reason.ts');
  const reason = refusalReasons.find((known) => known === context['reason']);
  if (reason === undefined) throw new Error('A refusal without a known reason');
  return documentRefused(language, { addressName, reason: refusalText(reason, language) });
};
