import { createHash } from 'node:crypto';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { type Inspection, inspectDocument } from '#domain/kyc/inspection.ts';
import type { Sighting } from '#domain/kyc/intake.ts';
import type { BlindIndex } from '#stores/blind-index.ts';
import { zlibCompression } from '#stores/kyc/compression.ts';
import type { Documents } from '#stores/kyc/documents.ts';
import type { Upload } from '#stores/kyc/receive-upload.ts';
import type { Sightings } from '#stores/kyc/sightings.ts';

/** What was found out about an upload. */
export interface Findings {
  inspection: Inspection;
  /** Keyed hash of the file as it was sent. */
  contentIndex: string;
  sightings: Sighting[];
}

/** What stands for the content of an object that is gone: nothing. */
const digestOfNothing = createHash('sha256').digest('hex');

/**
 * Inspects an upload and looks whether the same file was kept before.
 * @param upload undefined when the object is gone, which a player cannot tell from damage
 */
export async function inspectUpload(
  stores: { documents: Documents; sightings: Sightings; contents: BlindIndex },
  document: DocumentRecord,
  upload: Upload | undefined,
): Promise<Findings> {
  const contentIndex = await stores.contents.valueOf(upload?.digest ?? digestOfNothing);
  const seen = await stores.sightings.of(contentIndex, document.documentId);
  const sightings = await Promise.all(
    seen.map(async (other): Promise<Sighting> => {
      if (other.playerId !== document.playerId) return { owner: 'another-player', sameKindInReview: false };
      const earlier = await stores.documents.find(other.playerId, other.documentId);
      const sameKindInReview = earlier?.state === 'in-review' && earlier.kind === document.kind;
      return { owner: 'same-player', sameKindInReview };
    }),
  );
  return { inspection: await inspectionOf(document, upload), contentIndex, sightings };
}

async function inspectionOf(document: DocumentRecord, upload: Upload | undefined): Promise<Inspection> {
  if (upload === undefined) return { outcome: 'refused', reason: 'unreadable' };
  if (!upload.asAnnounced) return { outcome: 'refused', reason: 'altered' };
  return await inspectDocument(upload.bytes, document.mediaType, zlibCompression);
}
