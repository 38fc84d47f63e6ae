import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { DocumentMediaType } from '#domain/kyc/media-type.ts';
import { setting } from '../settings.ts';
import { objectClient } from './object-client.ts';
import { objectKey, type ObjectPlace } from './object-place.ts';
import { receiveUpload, type Upload } from './receive-upload.ts';

/** The bytes of documents. */
export interface DocumentObjects {
  /** Ids of all versions that were uploaded for a document, oldest first. */
  uploadedVersions(place: ObjectPlace): Promise<string[]>;
  /** Reads one uploaded version of an announced length in bytes, in one pass; undefined when it is gone. */
  readUpload(place: ObjectPlace, announced: { versionId: string; byteCount: number }): Promise<Upload | undefined>;
  /** Deletes one uploaded version for good; it may be gone already. */
  deleteUpload(place: ObjectPlace, versionId: string): Promise<void>;
  /** Deletes every version of what was kept of a document; there may be none. Answers how many there were. */
  deleteKept(place: ObjectPlace): Promise<number>;
  /** Keeps the clean bytes of a document, encrypted under the bucket's own key. Keeping them again changes nothing. */
  keep(place: ObjectPlace, mediaType: DocumentMediaType, bytes: Uint8Array): Promise<void>;
}

/** Opens the bucket of documents. Needs `BUCKET_KYC`; keeping also `KEY_KYC_DOCUMENTS`. */
export function openDocumentObjects(): DocumentObjects {
  return { uploadedVersions, readUpload, deleteUpload, deleteKept, keep };
}

const uploadedVersions = (place: ObjectPlace): Promise<string[]> => versionsOf(objectKey('incoming', place));

/** Ids of all versions of an object, oldest first. */
async function versionsOf(Prefix: string): Promise<string[]> {
  const versions: string[] = [];
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await objectClient().send(
      new ListObjectVersionsCommand({ Bucket: setting('BUCKET_KYC'), Prefix, ...after }),
    );
    versions.push(...(page.Versions ?? []).flatMap(({ Key, VersionId }) => (Key === Prefix && VersionId) || []));
    // S3 lists the versions of a key newest first.
    if (page.IsTruncated !== true) return versions.reverse();
    after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

async function readUpload(
  place: ObjectPlace,
  { versionId: VersionId, byteCount }: { versionId: string; byteCount: number },
): Promise<Upload | undefined> {
  const Key = objectKey('incoming', place);
  try {
    const { Body } = await objectClient().send(new GetObjectCommand({ Bucket: setting('BUCKET_KYC'), Key, VersionId }));
    return Body instanceof Readable ? await receiveUpload(Body, byteCount) : undefined;
  } catch (error) {
    const gone = error instanceof NoSuchKey || (error instanceof Error && error.name === 'NoSuchVersion');
    if (gone) return undefined;
    throw error;
  }
}

async function deleteUpload(place: ObjectPlace, VersionId: string): Promise<void> {
  const Key = objectKey('incoming', place);
  await objectClient().send(new DeleteObjectCommand({ Bucket: setting('BUCKET_KYC'), Key, VersionId }));
}

async function deleteKept(place: ObjectPlace): Promise<number> {
  const Key = objectKey('accepted', place);
  const versions = await versionsOf(Key);
  for (const VersionId of versions)
    await objectClient().send(new DeleteObjectCommand({ Bucket: setting('BUCKET_KYC'), Key, VersionId }));
  return versions.length;
}

async function keep(place: ObjectPlace, mediaType: DocumentMediaType, bytes: Uint8Array): Promise<void> {
  try {
    await objectClient().send(
      new PutObjectCommand({
        Bucket: setting('BUCKET_KYC'),
        Key: objectKey('accepted', place),
        Body: bytes,
        ContentType: mediaType,
        // Whoever opens it downloads it: a document is never shown as a page of ours (ASVS 5.0, 5.4.1).
        ContentDisposition: 'attachment',
        // A second intake after a lost answer must not leave a second version behind.
        IfNoneMatch: '*',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: setting('KEY_KYC_DOCUMENTS'),
      }),
    );
  } catch (error) {
    const isKept = error instanceof Error && error.name === 'PreconditionFailed';
    if (!isKept) throw error;
  }
}
