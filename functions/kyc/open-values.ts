import type { SubjectKeys } from '#stores/keys.ts';
import type { Identities } from '#stores/kyc/identities.ts';
import type { PlayerAccount } from '#stores/players.ts';
import { unsealField, type SubjectKey } from '#stores/sealing.ts';

/** What a reviewer compares with a document, in the clear. */
export interface ReviewedValues {
  fullName: string;
  birthDate: string;
  /** Absent while the player gave none. */
  identityNumber?: string | undefined;
}

/** The values with the key under which a due-diligence set of them is sealed. */
export interface OpenedValues {
  values: ReviewedValues;
  kycKey: SubjectKey<'kyc'>;
}

/** Opens the values of an open account; write down who asks before. Throws `KeyEnded` when the account has ended meanwhile. */
export async function openValues(
  stores: { identities: Pick<Identities, 'openNumber'>; keys: Pick<SubjectKeys, 'open'> },
  account: PlayerAccount,
  now: Date,
): Promise<OpenedValues> {
  const { playerId } = account;
  const [identityKey, kycKey] = await Promise.all([
    stores.keys.open(playerId, 'identity', now),
    stores.keys.open(playerId, 'kyc', now),
  ]);
  const open = (field: 'fullName' | 'birthDate') => {
    const envelope = account[field];
    if (envelope === undefined) throw new Error(`An open account lacks the field ${field}`);
    return unsealField(identityKey, { field, recordId: playerId }, envelope);
  };
  const identityNumber = await stores.identities.openNumber(kycKey);
  return { values: { fullName: open('fullName'), birthDate: open('birthDate'), identityNumber }, kycKey };
}
