import { BrokenDocument } from '../broken-document.ts';
import type { RefusalReason } from '../refusal-reason.ts';
import { readNames } from './names.ts';

/** Names that a document for proof of identity or address has no use for (ISO 32000-2: 12.6.4 actions, 7.11.4 files). */
const forbiddenNames = new Map<string, RefusalReason>([
  ['JavaScript', 'script'],
  ['Rendition', 'script'],
  ['XFA', 'script'],
  ['Launch', 'action'],
  ['SubmitForm', 'action'],
  ['ImportData', 'action'],
  ['GoToE', 'action'],
  ['GoToR', 'action'],
  ['EmbeddedFile', 'attachment'],
  ['EmbeddedFiles', 'attachment'],
  ['FileAttachment', 'attachment'],
  ['RichMedia', 'attachment'],
  ['Movie', 'attachment'],
  ['Encrypt', 'encrypted'],
]);

const blanks = new Set([0, 9, 10, 12, 13, 32]);
const openingBracket = 0x5b;

/** Whether what follows `/OpenAction` is a plain destination: word processors write one to say which page to show. */
function isDestination(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (blanks.has(bytes[at] ?? -1)) at += 1;
  return bytes[at] === openingBracket;
}

/** Refuses bytes that name a script, an action, an attachment or encryption; answers which other names it met. */
export function refuseForbidden(bytes: Uint8Array): Set<string> {
  const met = new Set<string>();
  for (const { name, end } of readNames(bytes)) {
    const reason = forbiddenNames.get(name);
    if (reason !== undefined) throw new BrokenDocument(reason);
    if (name === 'OpenAction' && !isDestination(bytes, end)) throw new BrokenDocument('action');
    if (name === 'Page' || name === 'Root') met.add(name);
  }
  return met;
}
