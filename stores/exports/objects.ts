import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { packageLinkSeconds, type ExportJob } from '#domain/export/export-job.ts';
import type { ExportSource } from '#domain/export/sources.ts';
import { objectClient } from '../kyc/object-client.ts';
import { setting } from '../settings.ts';

type ExportPlace = Pick<ExportJob, 'exportId' | 'playerId'>;

/** Which fragment of a copy: a page of a source. */
export interface FragmentPlace extends ExportPlace {
  source: ExportSource;
  page: number;
}

/** Fragments and packages of copies. */
export interface ExportObjects {
  /** Keeps a page; keeping it again replaces it. */
  keepFragment(place: FragmentPlace, text: string): Promise<void>;
  /** Reads a page. */
  readFragment(place: FragmentPlace): Promise<string>;
  /** Keeps a package and answers its SHA-256, hex. */
  keepPackage(place: ExportPlace, bytes: Uint8Array): Promise<string>;
  /** Deletes every version of every fragment; answers how many there were. */
  destroyFragments(place: ExportPlace): Promise<number>;
  /** Deletes every version of the package; answers how many there were. */
  destroyPackage(place: ExportPlace): Promise<number>;
  /** A link that downloads the package, good for `packageLinkSeconds`. */
  signLink(place: ExportPlace): Promise<string>;
}

/** Lists of versions that are walked in one go; more is a defect. */
const listsMax = 200;

const workPrefix = ({ exportId }: ExportPlace) => `work/${exportId}/`;
const packageKey = ({ exportId }: ExportPlace) => `packages/${exportId}.zip`;
const fragmentKey = ({ source, page, ...place }: FragmentPlace) =>
  `${workPrefix(place)}${source}/${String(page).padStart(8, '0')}.ndjson`;

/** Opens the bucket of copies. Needs `BUCKET_EXPORTS`; keeping also `KEY_EXPORTS`. */
export function openExportObjects(): ExportObjects {
  return {
    keepFragment: (place, text) => put(fragmentKey(place), Buffer.from(text), 'application/x-ndjson'),
    readFragment,
    async keepPackage(place, bytes) {
      await put(packageKey(place), bytes, 'application/zip');
      return createHash('sha256').update(bytes).digest('hex');
    },
    destroyFragments: (place) => destroyBelow(workPrefix(place)),
    destroyPackage: (place) => destroyBelow(packageKey(place)),
    signLink: (place) =>
      getSignedUrl(
        objectClient(),
        new GetObjectCommand({
          Bucket: setting('BUCKET_EXPORTS'),
          Key: packageKey(place),
          ResponseContentDisposition: `attachment; filename="sesetoro-${place.exportId}.zip"`,
        }),
        { expiresIn: packageLinkSeconds },
      ),
  };
}

async function put(Key: string, Body: Uint8Array, ContentType: string): Promise<void> {
  await objectClient().send(
    new PutObjectCommand({
      Bucket: setting('BUCKET_EXPORTS'),
      Key,
      Body,
      ContentType,
      ContentDisposition: 'attachment',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: setting('KEY_EXPORTS'),
    }),
  );
}

async function readFragment(place: FragmentPlace): Promise<string> {
  const { Body } = await objectClient().send(
    new GetObjectCommand({ Bucket: setting('BUCKET_EXPORTS'), Key: fragmentKey(place) }),
  );
  if (!(Body instanceof Readable)) throw new Error('A fragment has no body');
  return Buffer.concat(await Body.toArray()).toString('utf8');
}

/** Each pass lists the first page again: what it found is gone by then. */
async function destroyBelow(Prefix: string): Promise<number> {
  const Bucket = setting('BUCKET_EXPORTS');
  let destroyed = 0;
  for (let pass = 0; pass < listsMax; pass += 1) {
    const { Versions = [], DeleteMarkers = [] } = await objectClient().send(
      new ListObjectVersionsCommand({ Bucket, Prefix }),
    );
    const found = [...Versions, ...DeleteMarkers];
    if (found.length === 0) return destroyed;
    for (const { Key, VersionId } of found)
      await objectClient().send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    destroyed += found.length;
  }
  throw new Error('The objects of one copy did not end');
}
