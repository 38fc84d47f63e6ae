import { refused, type AuditEntry, type Refused } from '../decision.ts';
import type { DocumentRecord, DocumentState } from './document.ts';
import type { ReviewCase } from './review-purpose.ts';

/** A link to a document is good for so long: enough to follow it once. */
export const documentLinkSeconds = 60;

/**
 * Documents that one member of staff may open in an hour (UTC): beyond the first number somebody is alarmed, beyond the
 * second the door is shut. A review takes a reviewer some minutes and two or three documents.
 */
export const documentViewsPerHour = { ordinary: 60, most: 120 } as const;

/** A document can be looked at once it was taken in, and for as long as it counts for something. */
const shownStates: ReadonlySet<DocumentState> = new Set(['in-review', 'approved', 'resubmission-asked', 'expired']);

/** Whether the bytes of a document may be shown to staff. */
export const isShown = ({ state }: Pick<DocumentRecord, 'state'>): boolean => shownStates.has(state);

/** What counting one more view says. */
export type ViewCount = { outcome: 'ordinary' | 'bulk' | 'too-many'; count: number };

/** Judges the count of views of this hour, this one included. */
export function judgeViewCount(count: number): ViewCount {
  if (count > documentViewsPerHour.most) return { outcome: 'too-many', count };
  return { outcome: count > documentViewsPerHour.ordinary ? 'bulk' : 'ordinary', count };
}

/** The refusal until the next hour (UTC) begins. */
export function refuseView(now: Date): Refused {
  const hourMilliseconds = 3_600_000;
  const retryAfterSeconds = Math.ceil((hourMilliseconds - (now.getTime() % hourMilliseconds)) / 1000);
  return refused('too-many-views', {
    detail: `At most ${documentViewsPerHour.most} documents an hour (UTC).`,
    retryAfterSeconds,
  });
}

/** Who was given a link to a document, for what: written before the link exists. */
export function viewAudit(
  { playerId, documentId }: DocumentRecord,
  { purpose, caseReference }: ReviewCase,
): AuditEntry {
  return {
    action: 'document-viewed',
    noun: 'document',
    nounId: documentId,
    subjectId: playerId,
    context: { purpose, caseReference },
  };
}
