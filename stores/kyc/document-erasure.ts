import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { setting } from '../settings.ts';
import { objectClient } from './object-client.ts';

/** Ends a person's documents for good. */
export interface DocumentErasure {
  /** Deletes every version and delete marker of every object of a player; answers how many there were. */
  eraseAll(playerId: string): Promise<number>;
}

const prefixes = ['incoming/', 'accepted/'] as const;
/** A player has some dozens of objects; more pages than this are a defect, not a person. */
const pagesMax = 50;

/** Opens the erasure of documents. Needs `BUCKET_KYC`. */
export function openDocumentErasure(): DocumentErasure {
  return {
    async eraseAll(playerId) {
      let erased = 0;
      for (const prefix of prefixes) erased += await eraseBelow(`${prefix}${playerId}/`);
      return erased;
    },
  };
}

/** Each pass lists the first page again: what it found is gone by then. */
async function eraseBelow(Prefix: string): Promise<number> {
  let erased = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Versions = [], DeleteMarkers = [] } = await objectClient().send(
      new ListObjectVersionsCommand({ Bucket: setting('BUCKET_KYC'), Prefix }),
    );
    const found = [...Versions, ...DeleteMarkers];
    if (found.length === 0) return erased;
    for (const { Key, VersionId } of found) {
      await objectClient().send(new DeleteObjectCommand({ Bucket: setting('BUCKET_KYC'), Key, VersionId }));
    }
    erased += found.length;
  }
  throw new Error('The documents of one player did not end');
}
