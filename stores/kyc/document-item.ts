import * as z from 'zod';
import { documentKinds, type DocumentRecord, documentStates } from '#domain/kyc/document.ts';
import { documentMediaTypes } from '#domain/kyc/media-type.ts';
import { refusalReasons } from '#domain/kyc/refusal-reason.ts';
import { reviewReasons } from '#domain/kyc/review-reason.ts';

const documentItemSchema = z
  .object({
    pk: z.string(),
    sk: z.string().startsWith('document#'),
    kind: z.enum(documentKinds),
    mediaType: z.enum(documentMediaTypes),
    byteCount: z.number(),
    state: z.enum(documentStates),
    offeredAt: z.string(),
    slotEndsAtSeconds: z.number(),
    versionId: z.string().optional(),
    laterVersionCount: z.number().optional(),
    claimedAt: z.string().optional(),
    decidedAt: z.string().optional(),
    reviewedAt: z.string().optional(),
    reason: z.enum([...refusalReasons, ...reviewReasons]).optional(),
  })
  .transform(({ pk, sk, ...rest }): DocumentRecord => ({
    playerId: pk,
    documentId: sk.slice('document#'.length),
    ...rest,
  }));

/** The key of a document's item. */
export const documentKey = (playerId: string, documentId: string): { pk: string; sk: string } => ({
  pk: playerId,
  sk: `document#${documentId}`,
});

/** Reads a stored item; throws when it is not a document. */
export const readDocumentItem = (item: unknown): DocumentRecord => documentItemSchema.parse(item);
