import { AwsError } from '#local/aws-error.ts';
import { verifyChecksums } from '#local/s3/checksums.ts';
import { removeObject } from '#local/s3/operations/delete-object.ts';
import type { StorageAnswer, StorageRequest } from '#local/s3/request.ts';
import { findBucket, type Store } from '#local/s3/store.ts';
import { readElement, readElements, renderDocument, type Elements } from '#local/s3/xml.ts';

const objectsMax = 1000;

interface Target {
  key: string;
  versionId: string | undefined;
}

function readTargets(xml: string): Target[] {
  const targets = readElements(xml, 'Object').map((object) => ({
    key: readElement(object, 'Key') ?? '',
    versionId: readElement(object, 'VersionId'),
  }));
  if (targets.length > 0 && targets.length <= objectsMax && targets.every(({ key }) => key !== '')) return targets;
  throw new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

type Outcome = { deleted: Elements } | { error: Elements };

function deleteOne(store: Store, request: StorageRequest, { key, versionId }: Target): Outcome {
  try {
    const deletion = removeObject(store, request, { key, versionId });
    const marker = deletion.isMarker && { DeleteMarker: true, DeleteMarkerVersionId: deletion.versionId };
    return { deleted: { Key: key, VersionId: versionId, ...marker } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    return { error: { Key: key, VersionId: versionId, Code: code, Message: error.message } };
  }
}

/** Deletes up to 1,000 objects or versions; each is allowed or refused by itself. */
export function deleteObjects(store: Store, request: StorageRequest): StorageAnswer {
  findBucket(store, request.bucketName);
  verifyChecksums(request.headers, request.body);
  const xml = request.body.toString();
  const outcomes = readTargets(xml).map((target) => deleteOne(store, request, target));
  const isQuiet = readElement(xml, 'Quiet') === 'true';
  return {
    status: 200,
    body: renderDocument('DeleteResult', {
      Deleted: isQuiet ? [] : outcomes.flatMap((outcome) => ('deleted' in outcome ? [outcome.deleted] : [])),
      Error: outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : [])),
    }),
  };
}
