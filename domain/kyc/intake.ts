import { accepted, type Accepted, type AuditEntry, type DomainEvent } from '#domain/decision.ts';
import type { DocumentRecord, DuplicateOwner } from './document.ts';
import type { Inspection } from './inspection.ts';
import type { RefusalReason } from './refusal-reason.ts';

/**
 * What to do with the version that arrived: `claim` it, `continue` an intake of it that was interrupted, `discard` it
 * because nobody may look at it, or `forget` an event whose object is already gone.
 */
export type Arrival = 'claim' | 'continue' | 'discard' | 'forget';

/**
 * Decides about the arrival of one version with its scan result. Only the first version counts, whatever the order in
 * which events come: a form can be posted again until it expires, and each post makes another version. A version is
 * claimed by its own event only, so that the result of a later one never decides for it.
 * @param versions versions of the object that exist now, oldest first
 */
export function decideArrival(
  document: Pick<DocumentRecord, 'state' | 'versionId'> | undefined,
  arrived: string,
  versions: readonly string[],
): Arrival {
  if (document?.state === 'scanning' && document.versionId === arrived) return 'continue';
  if (document?.state === 'awaiting-upload' && versions[0] === arrived) return 'claim';
  return versions.includes(arrived) ? 'discard' : 'forget';
}

/** Another document with the same bytes that was kept before. */
export interface Sighting {
  owner: DuplicateOwner;
  /** Whether it proves the same thing and waits for review still. */
  sameKindInReview: boolean;
}

/** How the intake of a document ends. */
export type Verdict =
  { state: 'in-review'; duplicateOf?: DuplicateOwner } | { state: 'refused'; reason: RefusalReason };

/** Whose document an equal one was; another player's weighs more. */
function duplicateOwnerOf(sightings: readonly Sighting[]): DuplicateOwner | undefined {
  return sightings.find(({ owner }) => owner === 'another-player')?.owner ?? sightings[0]?.owner;
}

function verdictOf(inspection: Inspection, sightings: readonly Sighting[]): Verdict {
  if (inspection.outcome === 'refused') return { state: 'refused', reason: inspection.reason };
  if (sightings.some(({ owner, sameKindInReview }) => owner === 'same-player' && sameKindInReview))
    return { state: 'refused', reason: 'already-sent' };
  const duplicateOf = duplicateOwnerOf(sightings);
  return duplicateOf === undefined ? { state: 'in-review' } : { state: 'in-review', duplicateOf };
}

/**
 * Decides where a scanned document goes. A file that another player sent before is kept and marked for the reviewer:
 * telling the player would tell them about somebody else.
 */
export function decideVerdict(
  document: Pick<DocumentRecord, 'playerId' | 'documentId'>,
  inspection: Inspection,
  sightings: readonly Sighting[],
): Accepted<Verdict> {
  const verdict = verdictOf(inspection, sightings);
  const { playerId: subjectId, documentId } = document;
  const record = { noun: 'document', nounId: documentId, subjectId };
  if (verdict.state === 'refused') {
    const { reason } = verdict;
    const event: DomainEvent = { type: 'document-refused', subjectId, recordId: documentId, context: { reason } };
    return accepted(verdict, {
      audit: [{ ...record, action: 'document-refused', context: { reason } }],
      events: [event],
    });
  }
  const audit: AuditEntry = { ...record, action: 'document-accepted' };
  return accepted(verdict, {
    audit: [verdict.duplicateOf ? { ...audit, context: { duplicateOf: verdict.duplicateOf } } : audit],
    events: [{ type: 'document-accepted', subjectId, recordId: documentId }],
  });
}
