import { accepted, type Decision, refused } from '#domain/decision.ts';
import { type DocumentKind, type DocumentRecord, uploadLimits, uploadSlotSeconds } from './document.ts';
import { type DocumentMediaType, documentMediaTypes } from './media-type.ts';
import { refusalText } from './refusal-reason.ts';

/** Media types that a client may announce; HEIC only to be told what to do about it. */
export const announcedMediaTypes = [...documentMediaTypes, 'image/heic', 'image/heif'] as const;

/** What a client announces before it uploads. */
export interface UploadAnnouncement {
  kind: DocumentKind;
  mediaType: (typeof announcedMediaTypes)[number];
  byteCount: number;
}

const isDocumentMediaType = (mediaType: string): mediaType is DocumentMediaType =>
  documentMediaTypes.some((known) => known === mediaType);

/** Decides about an announced upload: a slot for one document, or what to send instead. */
export function decideUploadSlot(
  announced: UploadAnnouncement,
  player: { playerId: string; language: string },
  made: { documentId: string; now: Date; inReviewCount: number },
): Decision<DocumentRecord> {
  const { kind, mediaType, byteCount } = announced;
  if (!isDocumentMediaType(mediaType))
    return refused('validation-failed', {
      errors: [{ pointer: '/mediaType', detail: refusalText('heic', player.language) }],
    });
  const { documentId, now, inReviewCount } = made;
  if (inReviewCount >= uploadLimits.inReviewMax)
    return refused('document-slots-used-up', {
      detail: `${uploadLimits.inReviewMax} documents are waiting for review. Send more when they are decided.`,
    });
  const { playerId } = player;
  const document: DocumentRecord = {
    playerId,
    documentId,
    kind,
    mediaType,
    byteCount,
    state: 'awaiting-upload',
    offeredAt: now.toISOString(),
    slotEndsAtSeconds: Math.floor(now.getTime() / 1000) + uploadSlotSeconds,
  };
  return accepted(document, {
    audit: [{ action: 'document-slot-offered', noun: 'document', nounId: documentId, subjectId: playerId }],
  });
}
