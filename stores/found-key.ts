import { DecryptCommand } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';
import { keyManagementClient } from './clients.ts';
import { KeyEnded } from './failures.ts';
import { openCached } from './key-cache.ts';
import type { Read } from './reads.ts';
import type { SubjectKey } from './sealing.ts';
import { setting } from './settings.ts';

/** A data key as it lies in the table. */
export const keyItemSchema = z.object({
  pk: z.string(),
  sk: z.enum(keyClasses),
  wrappedKey: z.instanceof(Uint8Array),
  kmsKeyArn: z.string(),
  endsAtSeconds: z.number().optional(),
});

/** What was found of a subject's key by a consistent read of the same request; still wrapped. */
export interface FoundSubjectKey<Class extends KeyClass = KeyClass> {
  subjectId: string;
  keyClass: Class;
  stored: z.infer<typeof keyItemSchema> | undefined;
}

/** What KMS binds a wrapped key to: it opens for this subject and class only. */
export const encryptionContext = (subjectId: string, keyClass: KeyClass) => ({ subject: subjectId, class: keyClass });

/** Finds a key, opened or not, as a read that travels with others. Needs `TABLE_KEYS`. */
export const findingKey = <Class extends KeyClass>(
  subjectId: string,
  keyClass: Class,
): Read<FoundSubjectKey<Class>> => ({
  places: [{ TableName: setting('TABLE_KEYS'), Key: { pk: subjectId, sk: keyClass } }],
  from: ([item]) => ({ subjectId, keyClass, stored: item === undefined ? undefined : keyItemSchema.parse(item) }),
});

/** Opens a key that was found. Throws `KeyEnded` when there is none or its time has passed. */
export async function openFound<Class extends KeyClass>(
  { subjectId, keyClass, stored }: FoundSubjectKey<Class>,
  now: Date,
): Promise<SubjectKey<Class>> {
  if (stored === undefined) throw new KeyEnded(keyClass);
  const { wrappedKey, kmsKeyArn, endsAtSeconds } = stored;
  if (endsAtSeconds !== undefined && endsAtSeconds * 1000 <= now.getTime()) throw new KeyEnded(keyClass);
  const key = await openCached(wrappedKey, { now, endsAtSeconds }, async () => {
    const EncryptionContext = encryptionContext(subjectId, keyClass);
    const opened = await keyManagementClient().send(
      new DecryptCommand({ KeyId: kmsKeyArn, CiphertextBlob: wrappedKey, EncryptionContext }),
    );
    if (opened.Plaintext === undefined) throw new Error('KMS answered without a key');
    return opened.Plaintext;
  });
  return { subjectId, keyClass, key };
}
