import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { screeningListKey } from '../constructs/list-bucket.ts';
import type { DocumentPrefix, ExportNeeds, Needs, ObjectNeeds } from '../needs.ts';
import type { RegionResources } from '../resources.ts';
import { keyThrough } from './via-service.ts';

const objectActions = {
  put: 's3:PutObject',
  presignPost: 's3:PutObject',
  get: 's3:GetObject',
  getVersions: 's3:GetObjectVersion',
  getVersionTags: 's3:GetObjectVersionTagging',
  deleteVersions: 's3:DeleteObjectVersion',
} as const satisfies { [Need in keyof ObjectNeeds]?: string };

function onObjects({ kycBucket }: RegionResources, action: string, prefixes: readonly DocumentPrefix[]) {
  return new PolicyStatement({
    actions: [action],
    resources: prefixes.map((prefix) => kycBucket.arnForObjects(`${prefix}*`)),
  });
}

function listingStatements({ listVersions }: ObjectNeeds, { kycBucket }: RegionResources): PolicyStatement[] {
  if (listVersions === undefined) return [];
  return [
    new PolicyStatement({
      actions: ['s3:ListBucketVersions'],
      resources: [kycBucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': listVersions.map((prefix) => `${prefix}*`) } },
    }),
  ];
}

/** Reading the list, being told when there is none, and the key of its bucket through S3. */
function listStatements({ objects }: Needs, { keys, screeningLists }: RegionResources): PolicyStatement[] {
  if (objects?.screeningLists === undefined) return [];
  return [
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [screeningLists.arnForObjects(screeningListKey)] }),
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [screeningLists.bucketArn] }),
    ...(objects.screeningLists.includes('content') ? [keyThrough('s3', keys['screening-lists'], ['kms:Decrypt'])] : []),
  ];
}

/** Documents below the named prefixes, and the bucket's key through S3. */
function documentStatements(needs: Needs, resources: RegionResources): PolicyStatement[] {
  const objects = needs.objects?.kyc;
  if (objects === undefined) return [];
  const needNames = ['put', 'presignPost', 'get', 'getVersions', 'getVersionTags', 'deleteVersions'] as const;
  const keyActions = [
    ...((objects.put ?? objects.presignPost) ? ['kms:GenerateDataKey'] : []),
    ...((objects.get ?? objects.getVersions) ? ['kms:Decrypt'] : []),
  ];
  return [
    ...needNames.flatMap((need) => {
      const prefixes = objects[need];
      return prefixes === undefined ? [] : [onObjects(resources, objectActions[need], prefixes)];
    }),
    ...listingStatements(objects, resources),
    ...(keyActions.length > 0 ? [keyThrough('s3', resources.keys['kyc-documents'], keyActions)] : []),
  ];
}

const exportActions = {
  put: 's3:PutObject',
  get: 's3:GetObject',
  deleteVersions: 's3:DeleteObjectVersion',
} as const satisfies { [Need in keyof ExportNeeds]?: string };

/** Exports below the named prefixes, and the bucket's key through S3. */
function exportStatements({ objects }: Needs, { exportBucket, keys }: RegionResources): PolicyStatement[] {
  const needs = objects?.exports;
  if (needs === undefined) return [];
  const onPrefixes = (['put', 'get', 'deleteVersions'] as const).flatMap((need) => {
    const resources = needs[need]?.map((prefix) => exportBucket.arnForObjects(`${prefix}*`));
    return resources === undefined ? [] : [new PolicyStatement({ actions: [exportActions[need]], resources })];
  });
  const listing = needs.listVersions?.map((prefix) => `${prefix}*`);
  const keyActions = [...(needs.put ? ['kms:GenerateDataKey'] : []), ...(needs.get ? ['kms:Decrypt'] : [])];
  return [
    ...onPrefixes,
    ...(listing === undefined
      ? []
      : [
          new PolicyStatement({
            actions: ['s3:ListBucketVersions'],
            resources: [exportBucket.bucketArn],
            conditions: { StringLike: { 's3:prefix': listing } },
          }),
        ]),
    ...(keyActions.length > 0 ? [keyThrough('s3', keys.exports, keyActions)] : []),
  ];
}

/** What the row needs of the buckets. */
export function objectStatements(needs: Needs, resources: RegionResources): PolicyStatement[] {
  return [documentStatements, exportStatements, listStatements].flatMap((statementsOf) =>
    statementsOf(needs, resources),
  );
}
