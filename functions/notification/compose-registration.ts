import { supportAddress } from '#domain/notification/contact.ts';
import { accountAlreadyExists } from '#domain/notification/letters/account-already-exists.ts';
import { registrationVerification } from '#domain/notification/letters/registration-verification.ts';
import { momentText } from '#domain/notification/moment-text.ts';
import { timeZoneOf } from '#domain/notification/jurisdiction-facts.ts';
import { KeyEnded } from '#stores/failures.ts';
import type { Lookups } from '#stores/lookups.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import type { PendingRegistration, Registrations } from '#stores/registrations.ts';
import { unsealField } from '#stores/sealing.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';
import { findAddressee, type AddresseeStores } from './addressee.ts';
import type { Composition } from './composition.ts';

/** The stores that the mails of a registration use. */
export interface RegistrationMailStores extends AddresseeStores {
  lookups: Pick<Lookups, 'find'>;
  registrations: Pick<Registrations, 'find' | 'pending'>;
  tokens: Pick<Tokens, 'mint'>;
}

/**
 * Chooses the mail of a registration. Here, where only the owner of the address sees the difference, it is looked up
 * whether the address has an account: then its owner is told, otherwise the link is sent.
 */
export async function composeRegistrationMail(
  stores: RegistrationMailStores,
  event: AnnouncedEvent,
  now: Date,
): Promise<Composition | undefined> {
  const emailIndex = event.context['emailIndex'] ?? '';
  const registration =
    event.recordId === undefined
      ? (await stores.registrations.pending(emailIndex, now))[0]
      : await stores.registrations.find(emailIndex, event.recordId, now);
  if (registration === undefined) return undefined;
  const ownerId = await stores.lookups.find('email', emailIndex);
  if (ownerId !== undefined) return composeForOwner(stores, { playerId: ownerId, type: event.type }, now);
  return composeVerification(stores, registration, now);
}

async function composeForOwner(
  stores: RegistrationMailStores,
  owner: { playerId: string; type: AnnouncedEvent['type'] },
  now: Date,
): Promise<Composition | undefined> {
  const addressee = await findAddressee(stores, owner, now);
  if (addressee === undefined) return undefined;
  const { language, email, addressName } = addressee;
  const contact = supportAddress(regionSettings().mailDomain);
  const letter = accountAlreadyExists(language, { addressName, contact });
  return { subjectId: owner.playerId, to: email, letter, writes: [] };
}

async function composeVerification(
  stores: RegistrationMailStores,
  registration: PendingRegistration,
  now: Date,
): Promise<Composition | undefined> {
  const { sk: registrationId, pk: emailIndex, language, jurisdiction, endsAtSeconds } = registration;
  const to = await openEmail(stores, registration, now);
  if (to === undefined) return undefined;
  const { token, write } = stores.tokens.mint({
    purpose: 'registration-verification',
    recordId: registrationId,
    context: { emailIndex },
    endsAtSeconds,
  });
  const letter = registrationVerification(language, {
    link: `${regionSettings().webOrigin}/verification#${token}`,
    endsAt: momentText(new Date(endsAtSeconds * 1000), timeZoneOf(jurisdiction), language),
  });
  return { subjectId: registrationId, to, letter, writes: [write] };
}

/** The address as it was entered; undefined once the registration's key has ended. */
async function openEmail(
  { keys }: RegistrationMailStores,
  { sk: registrationId, email }: PendingRegistration,
  now: Date,
): Promise<string | undefined> {
  try {
    const contact = await keys.open(registrationId, 'contact', now);
    return unsealField(contact, { field: 'email', recordId: registrationId }, email);
  } catch (error) {
    if (error instanceof KeyEnded) return undefined;
    throw error;
  }
}
