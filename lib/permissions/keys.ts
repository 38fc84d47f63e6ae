import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { KeyClass } from '#catalogue/key-classes.ts';
import type { Needs } from '../needs.ts';
import type { RegionResources } from '../resources.ts';

function forClasses(action: string, key: Key, classes: readonly KeyClass[] | undefined): PolicyStatement[] {
  if (classes === undefined || classes.length === 0) return [];
  return [
    new PolicyStatement({
      actions: [action],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:EncryptionContext:class': [...classes] } },
    }),
  ];
}

/** Use of subject keys, each action bound to the classes that the row names for it. */
export function subjectKeyStatements({ subjectKeys }: Needs, { keys }: RegionResources): PolicyStatement[] {
  return [
    ...forClasses('kms:GenerateDataKey', keys['subject-keys'], subjectKeys?.create),
    ...forClasses('kms:Decrypt', keys['subject-keys'], subjectKeys?.open),
    ...forClasses('kms:ReEncryptFrom', keys['subject-keys'], subjectKeys?.rewrap),
    ...forClasses('kms:ReEncryptTo', keys['compliance'], subjectKeys?.rewrap),
    ...forClasses('kms:Decrypt', keys['compliance'], subjectKeys?.openRetained),
  ];
}

/** Computing blind indexes: the HMAC keys that the row names. */
export function blindIndexStatements({ blindIndexes }: Needs, { keys }: RegionResources): PolicyStatement[] {
  return (blindIndexes ?? []).map(
    (name) => new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [keys[`${name}-index`].keyArn] }),
  );
}
