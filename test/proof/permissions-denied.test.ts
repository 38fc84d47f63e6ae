import { GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';
import { startCloud, type Cloud } from '#local/cloud.ts';
import {
  clientsOf,
  forbiddenAttempts,
  functionsOfRows,
  stageNames,
  type Attempt,
  type Clients,
} from '#test/support/attempts.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';

let cloud: Cloud;
let attempts: Attempt[];

beforeAll(async () => {
  const { assemblyFolder } = await synthesiseLocal();
  cloud = await startCloud({ assemblyFolder });
  const names = stageNames(cloud);
  attempts = forbiddenAttempts(names, await wrappedKeys(names.get('KEY_SUBJECT_KEYS') ?? ''));
});
afterAll(() => cloud.stop());

/** A wrapped data key of each class, and one that names none, made by the operator: what a thief of the keys table would hold. */
async function wrappedKeys(KeyId: string): Promise<Map<KeyClass | 'none', Uint8Array>> {
  using clients = clientsOf(cloud);
  const wrapped = new Map<KeyClass | 'none', Uint8Array>();
  for (const keyClass of [...keyClasses, 'none'] as const) {
    const EncryptionContext = { subject: 'probe', ...(keyClass === 'none' ? {} : { class: keyClass }) };
    const made = await clients.kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }));
    wrapped.set(keyClass, made.CiphertextBlob ?? new Uint8Array());
  }
  return wrapped;
}

async function outcomeOf({ make }: Attempt, clients: Clients): Promise<string> {
  try {
    await make(clients);
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.name : 'thrown';
  }
}

describe('a signed call with the credentials of a function', () => {
  it('is denied wherever its row does not reach', async () => {
    const reached: string[] = [];
    for (const [functionName, own] of Map.groupBy(attempts, (attempt) => attempt.functionName)) {
      using clients = clientsOf(cloud, functionName);
      for (const attempt of own) {
        const outcome = await outcomeOf(attempt, clients);
        if (!/^AccessDenied(Exception)?$/.test(outcome)) reached.push(`${functionName} ${attempt.what}: ${outcome}`);
      }
    }
    process.stdout.write(`Permissions: ${attempts.length} forbidden calls by ${functionsOfRows().length} functions\n`);
    expect(reached).toEqual([]);
  });

  it('is tried for every function, on tables, keys, indexes, objects, queues and mail', () => {
    for (const { functionName } of functionsOfRows()) {
      const kinds = attempts.filter((attempt) => attempt.functionName === functionName).map(({ what }) => what);
      for (const service of ['dynamodb:', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:GenerateMac', 's3:', 'sqs:']) {
        expect(
          kinds.some((what) => what.startsWith(service)),
          `${functionName} ${service}`,
        ).toBe(true);
      }
    }
  });

  it('is tried with calls that are right but for the caller: the operator may make each of them', async () => {
    using clients = clientsOf(cloud);
    const distinct = new Map(attempts.map((attempt) => [attempt.what, attempt]));
    for (const attempt of distinct.values()) {
      expect(['done', 'NoSuchKey'], attempt.what).toContain(await outcomeOf(attempt, clients));
    }
  });
});
