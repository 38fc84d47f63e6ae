import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { createSecretKey } from 'node:crypto';
import * as z from 'zod';
import { keyClasses } from '#catalogue/key-classes.ts';
import type { SubjectKey } from '#stores/sealing.ts';
import type { DemoCloud } from './demo-cloud.ts';

/** One version of an object in the bucket of documents. */
export interface ObjectVersion {
  key: string;
  versionId: string;
}

const keyRowSchema = z.object({
  pk: z.string(),
  sk: z.enum(keyClasses),
  wrappedKey: z.instanceof(Uint8Array),
  kmsKeyArn: z.string(),
});

/** Opens every data key of a person that still lies in the table of keys, with the operator's own rights in KMS. */
export async function openEveryKey(cloud: DemoCloud, playerId: string): Promise<SubjectKey[]> {
  const kms = new KMSClient(cloud.cloud.clientSettings());
  const rows = (await cloud.rows('keys')).filter(({ pk }) => pk === playerId).map((row) => keyRowSchema.parse(row));
  const keys: SubjectKey[] = [];
  for (const { sk: keyClass, wrappedKey, kmsKeyArn } of rows) {
    const EncryptionContext = { subject: playerId, class: keyClass };
    const decrypt = new DecryptCommand({ KeyId: kmsKeyArn, CiphertextBlob: wrappedKey, EncryptionContext });
    const { Plaintext } = await kms.send(decrypt);
    if (Plaintext !== undefined) keys.push({ subjectId: playerId, keyClass, key: createSecretKey(Plaintext) });
  }
  kms.destroy();
  return keys;
}

/** The name of the bucket of documents. */
export function documentBucket({ cloud }: DemoCloud): string {
  const buckets = cloud.stage.resources('AWS::S3::Bucket').map(({ name }) => name);
  const found = buckets.find((name) => name.includes('kyc'));
  if (found === undefined) throw new Error(`None of ${buckets.join(', ')} is the bucket of documents`);
  return found;
}

/** Every version of every object of a person, whatever its prefix. */
export async function versionsOf(cloud: DemoCloud, playerId: string): Promise<ObjectVersion[]> {
  const s3 = new S3Client(cloud.cloud.clientSettings());
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: documentBucket(cloud) }));
  s3.destroy();
  return Versions.map(({ Key = '', VersionId = '' }) => ({ key: Key, versionId: VersionId })).filter(({ key }) =>
    key.split('/').includes(playerId),
  );
}

/** Reads a version of an object; undefined when it is gone. */
export async function readVersion(
  cloud: DemoCloud,
  { key, versionId }: ObjectVersion,
): Promise<Uint8Array | undefined> {
  const s3 = new S3Client(cloud.cloud.clientSettings());
  try {
    const get = new GetObjectCommand({ Bucket: documentBucket(cloud), Key: key, VersionId: versionId });
    return await (await s3.send(get)).Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof Error && /^(NoSuchKey|NoSuchVersion|MethodNotAllowed)$/.test(error.name)) return undefined;
    throw error;
  } finally {
    s3.destroy();
  }
}
