import { createHash } from 'node:crypto';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { type Inspection, inspectDocument } from '#domain/kyc/inspection.ts';
import type { Sighting } from '#domain/kyc/intake.ts';
import type { BlindIndex } from '#stores/blind-index.ts';
import { zlibCompression } from '#stores/kyc/compression.ts';
import type { Documents } from '#stores/kyc/documents.ts';
import type { Sightings } from '#stores/kyc/sightings.ts';

/** What was found out about an upload. */
export interface Findings {
  inspection: Inspection;
  /** Keyed hash of the file as it was sent. */
  contentIndex: string;
  sightings: Sighting[];
}

/**
 * Inspects the bytes of an upload and looks whether the same file was kept before.
 * @param bytes undefined when the object is gone, which a player cannot tell from damage
 */
export async function inspectUpload(
  stores: { documents: Documents; sightings: Sightings; contents: BlindIndex },
  document: DocumentRecord,
  bytes: Uint8Array | undefined,
): Promise<Findings> {
  const content = bytes ?? new Uint8Array();
  const contentIndex = await stores.contents.valueOf(createHash('sha256').update(content).digest('hex'));
  const seen = await stores.sightings.of(contentIndex, document.documentId);
  const sightings = await Promise.all(
    seen.map(async (other): Promise<Sighting> => {
      if (other.playerId !== document.playerId) return { owner: 'another-player', sameKindInReview: false };
      const earlier = await stores.documents.find(other.playerId, other.documentId);
      const sameKindInReview = earlier?.state === 'in-review' && earlier.kind === document.kind;
      return { owner: 'same-player', sameKindInReview };
    }),
  );
  return { inspection: inspectionOf(document, bytes), contentIndex, sightings };
}

function inspectionOf(document: DocumentRecord, bytes: Uint8Array | undefined): Inspection {
  if (bytes === undefined) return { outcome: 'refused', reason: 'unreadable' };
  if (bytes.length !== document.byteCount) return { outcome: 'refused', reason: 'altered' };
  return inspectDocument(bytes, document.mediaType, zlibCompression);
}
