import type { DocumentRecord } from '#domain/kyc/document.ts';

/** Whose document an object is. */
export type ObjectPlace = Pick<DocumentRecord, 'playerId' | 'documentId'>;

/** The key of an object: `incoming/` as uploaded, `accepted/` as kept. It holds opaque ids only. */
export const objectKey = (prefix: 'incoming' | 'accepted', { playerId, documentId }: ObjectPlace): string =>
  `${prefix}/${playerId}/${documentId}`;

/** Reads whose upload a key is; undefined for a key that we did not make. */
export function placeOf(key: string): ObjectPlace | undefined {
  const [, playerId, documentId] = /^incoming\/([0-9a-z]{26})\/([0-9a-z]{26})$/.exec(key) ?? [];
  return playerId === undefined || documentId === undefined ? undefined : { playerId, documentId };
}
