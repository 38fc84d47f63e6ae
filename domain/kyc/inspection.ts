import { BrokenDocument } from './broken-document.ts';
import type { Compression } from './compression.ts';
import { rewriteJpeg } from './jpeg/rewrite.ts';
import { type DocumentMediaType, type SniffedType, sniffMediaType } from './media-type.ts';
import { scanPdf } from './pdf/scan.ts';
import { rewritePng } from './png/rewrite.ts';
import type { RefusalReason } from './refusal-reason.ts';

/** The verdict on a document: bytes that are safe to keep, or the reason for the refusal. */
export type Inspection =
  { outcome: 'clean'; mediaType: DocumentMediaType; bytes: Uint8Array } | { outcome: 'refused'; reason: RefusalReason };

const reasonsByType: Partial<Record<SniffedType, RefusalReason>> = {
  'image/heic': 'heic',
  'image/svg+xml': 'drawing',
  unknown: 'unsupported-type',
};

async function clean(mediaType: DocumentMediaType, bytes: Uint8Array, compression: Compression): Promise<Uint8Array> {
  switch (mediaType) {
    case 'image/jpeg':
      return rewriteJpeg(bytes);
    case 'image/png':
      return await rewritePng(bytes, compression);
    case 'application/pdf':
      return scanPdf(bytes, compression);
  }
}

/**
 * Judges an uploaded document (OWASP ASVS 5.0: 5.2.2 magic bytes and rewriting, 5.2.6 pixel flood, 14.2.8 metadata).
 * Pictures are decoded to the last coefficient and written anew, without loss and without metadata or trailing bytes;
 * a PDF is kept as it is, once nothing in it can run, open, carry or hide.
 * @param declared the media type that the client announced: a file of another type is refused
 */
export async function inspectDocument(
  bytes: Uint8Array,
  declared: DocumentMediaType,
  compression: Compression,
): Promise<Inspection> {
  if (bytes.length === 0) return { outcome: 'refused', reason: 'empty' };
  const sniffed = sniffMediaType(bytes);
  if (sniffed === 'image/heic' || sniffed === 'image/svg+xml' || sniffed === 'unknown')
    return { outcome: 'refused', reason: reasonsByType[sniffed] ?? 'unsupported-type' };
  if (sniffed !== declared) return { outcome: 'refused', reason: 'type-mismatch' };
  try {
    return { outcome: 'clean', mediaType: sniffed, bytes: await clean(sniffed, bytes, compression) };
  } catch (error) {
    if (error instanceof BrokenDocument) return { outcome: 'refused', reason: error.reason };
    throw error;
  }
}
