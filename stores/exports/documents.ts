import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { objectClient } from '../kyc/object-client.ts';
import { setting } from '../settings.ts';

/** An original document of a player as the bucket knows it. */
export interface OriginalDocument {
  documentId: string;
  byteCount: number;
}

/** The original documents of a player, for a copy. */
export interface OriginalDocuments {
  /** What the bucket holds of a player, by the ids of documents. Asks the bucket, not the table. */
  list(playerId: string): Promise<OriginalDocument[]>;
  /** Reads the bytes of one document: at most 10 MiB. */
  read(playerId: string, documentId: string): Promise<Uint8Array>;
}

const listsMax = 50;

/** Opens the originals. Needs `BUCKET_KYC`. */
export function openOriginalDocuments(): OriginalDocuments {
  return { list, read };
}

async function list(playerId: string): Promise<OriginalDocument[]> {
  const Prefix = `accepted/${playerId}/`;
  const found: OriginalDocument[] = [];
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let pass = 0; pass < listsMax; pass += 1) {
    const page = await objectClient().send(
      new ListObjectVersionsCommand({ Bucket: setting('BUCKET_KYC'), Prefix, ...after }),
    );
    for (const { Key = '', Size = 0, IsLatest } of page.Versions ?? [])
      if (IsLatest === true) found.push({ documentId: Key.slice(Prefix.length), byteCount: Size });
    if (page.IsTruncated !== true) return found;
    after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  throw new Error('The documents of one player did not end');
}

async function read(playerId: string, documentId: string): Promise<Uint8Array> {
  const { Body } = await objectClient().send(
    new GetObjectCommand({ Bucket: setting('BUCKET_KYC'), Key: `accepted/${playerId}/${documentId}` }),
  );
  if (!(Body instanceof Readable)) throw new Error('A document has no body');
  return Buffer.concat(await Body.toArray());
}
