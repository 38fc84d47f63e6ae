import type { AccountChange } from '#stores/account-changes.ts';
import type { BlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { Lookups } from '#stores/lookups.ts';
import type { PlayerAccount } from '#stores/players.ts';
import { sealField, unsealField } from '#stores/sealing.ts';
import type { EmailChange } from '#stores/email-changes.ts';

/** The stores that giving an account another address uses. */
export interface AddressStores {
  emails: BlindIndex;
  keys: Pick<SubjectKeys, 'open'>;
  lookups: Lookups;
}

/** What gives an account another address. */
export interface AddressWrites {
  /** The address as the account holds it. */
  email: NonNullable<AccountChange['email']>;
  /** Gives the address before free and claims the other; nothing when they are the same. */
  writes: readonly Write[];
}

/**
 * Makes one of the two addresses of a change that of the account; undefined when it belongs to another account by now.
 * Who claims it at the same time makes the commit fail.
 */
export async function addressWrites(
  { emails, keys, lookups }: AddressStores,
  { account, change, which }: { account: PlayerAccount; change: EmailChange; which: 'newEmail' | 'previousEmail' },
  now: Date,
): Promise<AddressWrites | undefined> {
  const { playerId, emailIndex } = account;
  const contact = await keys.open(playerId, 'contact', now);
  const address = unsealField(contact, { field: which, recordId: change.changeId }, change[which]);
  const index = await emails.valueOf(address);
  const ownerId = await lookups.find('email', index);
  if (ownerId !== undefined && ownerId !== playerId) return undefined;
  const sealed = sealField(contact, { field: 'email', recordId: playerId }, address);
  const released = emailIndex === undefined ? [] : [lookups.releasing('email', emailIndex, 'player')];
  const writes = index === emailIndex ? [] : [lookups.claiming('email', index, playerId), ...released];
  return { email: { sealed, index }, writes };
}
