import { BrokenDocument } from '../broken-document.ts';
import type { Compression } from '../compression.ts';
import { refuseForbidden } from './forbidden.ts';
import { readObjectStreams } from './object-streams.ts';

const latin = new TextDecoder('latin1');

/** How far from its end a ZIP archive keeps its directory's last record: its comment is at most 65,535 bytes. */
const archiveTailBytes = 65_557;

/** Refuses a PDF that does not end as one: cut off, or followed by something else (ISO 32000-1, 7.5.5). */
function checkEnd(bytes: Uint8Array): void {
  const tail = latin.decode(bytes.subarray(-archiveTailBytes));
  if (tail.includes('PK\u0005\u0006')) throw new BrokenDocument('trailing-content');
  const end = tail.lastIndexOf('%%EOF');
  if (end < 0) throw new BrokenDocument('truncated');
  const after = tail.slice(end + 5).replace(/^[\s\0]+/, '');
  // A file prepared for the web states an early end before most of its objects: cut there, it still goes on with objects.
  if (after !== '') throw new BrokenDocument(/^(?:\d+ \d+ obj|xref)/.test(after) ? 'truncated' : 'trailing-content');
  if (!/startxref\s+\d+\s+$/.test(tail.slice(Math.max(0, end - 64), end))) throw new BrokenDocument('unreadable');
}

/**
 * Reads every name of a PDF, those in compressed object streams included, and refuses what could run, open, carry or
 * hide something. It is conservative: what it cannot see into it refuses. The document itself stays as it is.
 * @throws BrokenDocument script, action, attachment, encrypted, trailing-content, truncated or unreadable
 */
export function scanPdf(bytes: Uint8Array, compression: Compression): Uint8Array {
  if (!/^%PDF-[12]\.\d/.test(latin.decode(bytes.subarray(0, 8)))) throw new BrokenDocument('unreadable');
  checkEnd(bytes);
  const met = refuseForbidden(bytes);
  for (const objects of readObjectStreams(bytes, compression))
    for (const name of refuseForbidden(objects)) met.add(name);
  if (!met.has('Page') || !met.has('Root')) throw new BrokenDocument('unreadable');
  return bytes;
}
