import { mayWriteTo, type EventType } from '#domain/notification/event-type.ts';
import type { MailLanguage } from '#domain/notification/language.ts';
import { KeyEnded, NotFound } from '#stores/failures.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';
import { unsealField, type SubjectKey } from '#stores/sealing.ts';

/** The stores that finding a player's address uses. */
export interface AddresseeStores {
  keys: Pick<SubjectKeys, 'open'>;
  players: Pick<Players, 'read'>;
}

/** A player who may be written to. */
export interface Addressee {
  account: PlayerAccount;
  language: MailLanguage;
  email: string;
  addressName: string;
  /** Opens what else is sealed with the address. */
  contactKey: SubjectKey<'contact'>;
}

/**
 * Opens the contact of a player, whatever became of the account, for an event that we may still write about. Undefined
 * when there is no account, no key any more, or the event is none of those that reach a closed account (design 4).
 */
export async function findAddressee(
  stores: AddresseeStores,
  { playerId, type }: { playerId: string; type: EventType },
  now: Date,
): Promise<Addressee | undefined> {
  try {
    const account = await stores.players.read(playerId);
    if (!mayWriteTo(account.state, type)) return undefined;
    const contact = await stores.keys.open(playerId, 'contact', now);
    const unseal = (field: 'email' | 'addressName') =>
      unsealField(contact, { field, recordId: playerId }, account[field]);
    const [email, addressName] = [unseal('email'), unseal('addressName')];
    return { account, language: account.language, email, addressName, contactKey: contact };
  } catch (error) {
    if (error instanceof NotFound || error instanceof KeyEnded) return undefined;
    throw error;
  }
}
