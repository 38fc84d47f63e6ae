import type { BlindIndex } from '#stores/blind-index.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { Documents } from '#stores/kyc/documents.ts';
import type { DueSlots } from '#stores/kyc/due-slots.ts';
import type { Identities } from '#stores/kyc/identities.ts';
import type { DocumentObjects } from '#stores/kyc/objects.ts';
import type { Reviews } from '#stores/kyc/reviews.ts';
import type { Sightings } from '#stores/kyc/sightings.ts';
import type { UploadSlots } from '#stores/kyc/upload-slots.ts';
import type { Ledger } from '#stores/ledger.ts';

/** What the intake uses. */
export interface IntakeStores {
  documents: Documents;
  dueSlots: DueSlots;
  identities: Pick<Identities, 'find'>;
  slots: UploadSlots;
  objects: DocumentObjects;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  sightings: Sightings;
  contents: BlindIndex;
  keys: SubjectKeys;
  ledger: Ledger;
}
