import { GenerateDataKeyCommand, ReEncryptCommand } from '@aws-sdk/client-kms';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createSecretKey } from 'node:crypto';
import * as z from 'zod';
import type { KeyClass } from '#catalogue/key-classes.ts';
import { documentClient, keyManagementClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { Conflict, KeyEnded } from './failures.ts';
import { encryptionContext, findingKey, keyItemSchema, openFound, type FoundSubjectKey } from './found-key.ts';
import type { Read } from './reads.ts';
import type { SubjectKey } from './sealing.ts';
import { setting } from './settings.ts';

/** A data key that was just made: usable at once, real only when its write is committed. */
export interface NewSubjectKey<Class extends KeyClass = KeyClass> {
  key: SubjectKey<Class>;
  write: Write;
}

/** A key as stored: wrapped, and useless without KMS. */
export interface StoredSubjectKey {
  subjectId: string;
  keyClass: KeyClass;
  wrappedKey: Uint8Array;
  kmsKeyArn: string;
  endsAtSeconds: number | undefined;
}

/** The data keys of subjects: one per subject and class, wrapped by the region's KMS key. */
export interface SubjectKeys {
  /** Makes a key. `endsAtSeconds` bounds its life from the start, as for a registration that may lapse. */
  create<Class extends KeyClass>(
    subjectId: string,
    keyClass: Class,
    life?: { endsAtSeconds?: number },
  ): Promise<NewSubjectKey<Class>>;
  /** Opens a key after a consistent read of its item. Throws `KeyEnded` when there is none or its time has passed. */
  open<Class extends KeyClass>(subjectId: string, keyClass: Class, now: Date): Promise<SubjectKey<Class>>;
  /** Opens a key or, on first use, makes it; of two first users the loser takes the winner's. */
  openOrCreate<Class extends KeyClass>(subjectId: string, keyClass: Class, now: Date): Promise<SubjectKey<Class>>;
  /** Finds a key, opened or not, as a read that travels with others. */
  finding<Class extends KeyClass>(subjectId: string, keyClass: Class): Read<FoundSubjectKey<Class>>;
  /**
   * Opens a key that was found or, on first use, makes it with the write that must be committed: it fails when somebody
   * else was first, or when the key has ended.
   */
  openOrMake<Class extends KeyClass>(
    found: FoundSubjectKey<Class>,
    now: Date,
  ): Promise<{ key: SubjectKey<Class>; writes: readonly Write[] }>;
  /** The write that makes a key outlive its first bound. Its condition fails when the key has ended meanwhile. */
  keeping(subjectId: string, keyClass: KeyClass, now: Date): Write;
  /** The keys that a subject has, in whatever state; at most one per class. */
  listOf(subjectId: string): Promise<StoredSubjectKey[]>;
  /**
   * The write that moves a key under the compliance KMS key and sets its end. Calls KMS; the plain key is never seen.
   * Throws Conflict when it lies there already.
   */
  rewrapping(key: StoredSubjectKey, endsAt: Date): Promise<Write>;
  /** The write that deletes a key whose time has passed; its condition fails otherwise. */
  deleting(subjectId: string, keyClass: KeyClass, now: Date): Write;
  /** The write that ends a key at a moment; from then on whatever it sealed counts as erased. */
  ending(subjectId: string, keyClass: KeyClass, endsAt: Date): Write;
}

/** Opens the store of subject keys. Needs `TABLE_KEYS` and `KEY_SUBJECT_KEYS`. */
export function openSubjectKeys(): SubjectKeys {
  return { create, open, openOrCreate, finding: findingKey, openOrMake, keeping, listOf, rewrapping, ending, deleting };
}

async function create<Class extends KeyClass>(
  subjectId: string,
  keyClass: Class,
  life: { endsAtSeconds?: number } = {},
): Promise<NewSubjectKey<Class>> {
  const made = await keyManagementClient().send(
    new GenerateDataKeyCommand({
      KeyId: setting('KEY_SUBJECT_KEYS'),
      KeySpec: 'AES_256',
      EncryptionContext: encryptionContext(subjectId, keyClass),
    }),
  );
  if (made.Plaintext === undefined || made.CiphertextBlob === undefined) throw new Error('KMS answered without a key');
  const Item = {
    pk: subjectId,
    sk: keyClass,
    schemaVersion: 1,
    wrappedKey: made.CiphertextBlob,
    kmsKeyArn: made.KeyId,
    endsAtSeconds: life.endsAtSeconds,
  };
  return {
    key: { subjectId, keyClass, key: createSecretKey(made.Plaintext) },
    write: { Put: { TableName: setting('TABLE_KEYS'), Item, ConditionExpression: 'attribute_not_exists(pk)' } },
  };
}

async function open<Class extends KeyClass>(subjectId: string, keyClass: Class, now: Date): Promise<SubjectKey<Class>> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_KEYS'), Key: { pk: subjectId, sk: keyClass }, ConsistentRead: true }),
  );
  return openFound({ subjectId, keyClass, stored: keyItemSchema.optional().parse(Item) }, now);
}

async function openOrCreate<Class extends KeyClass>(
  subjectId: string,
  keyClass: Class,
  now: Date,
): Promise<SubjectKey<Class>> {
  try {
    return await open(subjectId, keyClass, now);
  } catch (error) {
    if (!(error instanceof KeyEnded)) throw error;
  }
  const made = await create(subjectId, keyClass);
  if (made.write.Put === undefined) throw new Error('A new key is a put');
  try {
    await documentClient().send(new PutCommand(made.write.Put));
    return made.key;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return open(subjectId, keyClass, now);
    }
    throw error;
  }
}

async function openOrMake<Class extends KeyClass>(
  found: FoundSubjectKey<Class>,
  now: Date,
): Promise<{ key: SubjectKey<Class>; writes: readonly Write[] }> {
  try {
    return { key: await openFound(found, now), writes: [] };
  } catch (error) {
    if (!(error instanceof KeyEnded)) throw error;
  }
  const { key, write } = await create(found.subjectId, found.keyClass);
  return { key, writes: [write] };
}

function keeping(subjectId: string, keyClass: KeyClass, now: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_KEYS'),
      Key: { pk: subjectId, sk: keyClass },
      UpdateExpression: 'REMOVE endsAtSeconds',
      ConditionExpression: 'endsAtSeconds > :now',
      ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
    },
  };
}

function ending(subjectId: string, keyClass: KeyClass, endsAt: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_KEYS'),
      Key: { pk: subjectId, sk: keyClass },
      UpdateExpression: 'SET endsAtSeconds = :endsAt',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':endsAt': Math.floor(endsAt.getTime() / 1000) },
    },
  };
}

async function listOf(subjectId: string): Promise<StoredSubjectKey[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_KEYS'),
      KeyConditionExpression: 'pk = :subjectId',
      ExpressionAttributeValues: { ':subjectId': subjectId },
      ConsistentRead: true,
    }),
  );
  return z
    .array(keyItemSchema)
    .parse(Items ?? [])
    .map(({ sk, wrappedKey, kmsKeyArn, endsAtSeconds }) => ({
      subjectId,
      keyClass: sk,
      wrappedKey,
      kmsKeyArn,
      endsAtSeconds,
    }));
}

async function rewrapping(key: StoredSubjectKey, endsAt: Date): Promise<Write> {
  const { subjectId, keyClass, wrappedKey, kmsKeyArn } = key;
  // Somebody closed the account since it was read: that decision stands, and this one is made anew.
  if (kmsKeyArn === setting('KEY_COMPLIANCE')) throw new Conflict();
  const context = encryptionContext(subjectId, keyClass);
  const rewrapped = await keyManagementClient().send(
    new ReEncryptCommand({
      CiphertextBlob: wrappedKey,
      SourceKeyId: kmsKeyArn,
      SourceEncryptionContext: context,
      DestinationKeyId: setting('KEY_COMPLIANCE'),
      DestinationEncryptionContext: context,
    }),
  );
  return {
    Update: {
      TableName: setting('TABLE_KEYS'),
      Key: { pk: subjectId, sk: keyClass },
      UpdateExpression: 'SET wrappedKey = :new, kmsKeyArn = :arn, endsAtSeconds = :endsAt',
      ConditionExpression: 'wrappedKey = :old',
      ExpressionAttributeValues: {
        ':new': rewrapped.CiphertextBlob,
        ':arn': rewrapped.KeyId,
        ':endsAt': Math.floor(endsAt.getTime() / 1000),
        ':old': wrappedKey,
      },
    },
  };
}

function deleting(subjectId: string, keyClass: KeyClass, now: Date): Write {
  return {
    Delete: {
      TableName: setting('TABLE_KEYS'),
      Key: { pk: subjectId, sk: keyClass },
      ConditionExpression: 'endsAtSeconds <= :now',
      ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
    },
  };
}
