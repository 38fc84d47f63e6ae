import { DescribeKeyCommand, NotFoundException, type KeySpec, type KeyUsageType } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('DescribeKey', () => {
  const keys: { spec: KeySpec; usage: KeyUsageType; algorithms: object }[] = [
    {
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      algorithms: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
    },
    { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', algorithms: { MacAlgorithms: ['HMAC_SHA_256'] } },
    { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY', algorithms: { SigningAlgorithms: ['ECDSA_SHA_256'] } },
  ];
  it.each(keys)('answers spec, usage and algorithms of $spec', async ({ spec, usage, algorithms }) => {
    const KeyId = await service.createKey(spec, usage);
    const { KeyMetadata } = await service.client.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({
      Arn: KeyId,
      KeySpec: spec,
      KeyUsage: usage,
      KeyState: 'Enabled',
      ...algorithms,
    });
    const byId = await service.client.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    expect(byId.KeyMetadata?.Arn).toBe(KeyId);
  });

  it('refuses an alias that does not exist', async () => {
    await expect(service.client.send(new DescribeKeyCommand({ KeyId: 'alias/nowhere' }))).rejects.toBeInstanceOf(
      NotFoundException,
    );
  });
});
