import { localAccount } from '../identity.ts';
import { keySpecs, signingAlgorithmsOf, type Key } from './key.ts';

function describeAlgorithms(key: Key): Record<string, unknown> {
  const spec = keySpecs[key.spec];
  if (spec.kind === 'symmetric') return { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] };
  if (spec.kind === 'mac') return { MacAlgorithms: [spec.algorithm] };
  return { SigningAlgorithms: signingAlgorithmsOf(key.spec) };
}

/** The KeyMetadata that DescribeKey answers. */
export function describeKey(key: Key): Record<string, unknown> {
  return {
    AWSAccountId: localAccount,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAtSeconds,
    Enabled: true,
    Description: '',
    KeyUsage: key.usage,
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    MultiRegion: false,
    ...describeAlgorithms(key),
  };
}
