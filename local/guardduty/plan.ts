import { notImplemented } from '#local/aws-error.ts';
import { optionalTextAt, recordAt, textAt, textsAt, type Properties } from '#local/template/properties.ts';

/** Which uploads are scanned, as which role, and whether the result becomes a tag. */
export interface Plan {
  arn: string;
  /** Name of the role that GuardDuty takes on. */
  roleName: string;
  bucketName: string;
  /** Beginnings of the keys that are scanned; every key when empty. */
  prefixes: readonly string[];
  tagsResults: boolean;
}

const knownProperties = ['Role', 'ProtectedResource', 'Actions', 'Tags'];

/** Reads an `AWS::GuardDuty::MalwareProtectionPlan` by its resolved properties. Throws on settings that are not known. */
export function readPlan(arn: string, properties: Properties): Plan {
  const stranger = Object.keys(properties).find((name) => !knownProperties.includes(name));
  if (stranger !== undefined) throw notImplemented(`${stranger} of the malware protection plan`);
  const bucket = recordAt(recordAt(properties, 'ProtectedResource'), 'S3Bucket');
  const tagging = optionalTextAt(recordAt(recordAt(properties, 'Actions'), 'Tagging'), 'Status') ?? 'DISABLED';
  return {
    arn,
    roleName: textAt(properties, 'Role').split('/').at(-1) ?? '',
    bucketName: textAt(bucket, 'BucketName'),
    prefixes: textsAt(bucket, 'ObjectPrefixes'),
    tagsResults: tagging === 'ENABLED',
  };
}

/** Whether a plan protects an object. */
export function protects({ bucketName, prefixes }: Plan, object: { bucketName: string; key: string }): boolean {
  const isUnder = prefixes.length === 0 || prefixes.some((prefix) => object.key.startsWith(prefix));
  return bucketName === object.bucketName && isUnder;
}
