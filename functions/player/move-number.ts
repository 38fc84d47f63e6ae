import type { AccountChange } from '#stores/account-changes.ts';
import type { BlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import type { Lookups } from '#stores/lookups.ts';
import type { PlayerAccount } from '#stores/players.ts';
import { sealField, type SubjectKey } from '#stores/sealing.ts';

/** The stores that moving a number uses. */
export interface MovingNumberStores {
  lookups: Pick<Lookups, 'noting' | 'releasing'>;
  phones: BlindIndex;
}

/** A number on its way into an account. */
export interface MovedNumber {
  account: PlayerAccount;
  identity: SubjectKey<'identity'>;
  /** E.164, in the clear. */
  phone: string;
  /** When it was proved; undefined for a number that never was. */
  verifiedAt: string | undefined;
}

/** Seals a number for an account and moves its look-up; the change goes into the one update of the account. */
export async function movingNumber(
  { lookups, phones }: MovingNumberStores,
  { account, identity, phone, verifiedAt }: MovedNumber,
): Promise<{ phone: NonNullable<AccountChange['phone']>; writes: Write[] }> {
  const { playerId, phoneIndex } = account;
  const index = await phones.valueOf(phone);
  const sealed = sealField(identity, { field: 'phone', recordId: playerId }, phone);
  const isMoved = phoneIndex !== index;
  return {
    phone: { sealed, index, verifiedAt },
    writes: [
      ...(isMoved ? [lookups.noting('phone', index, playerId)] : []),
      ...(isMoved && phoneIndex !== undefined ? [lookups.releasing('phone', phoneIndex, playerId)] : []),
    ],
  };
}
