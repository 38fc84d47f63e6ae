import { GetPublicKeyCommand, UnsupportedOperationException } from '@aws-sdk/client-kms';
import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('GetPublicKey', () => {
  it('answers the public half with what it may be used for', async () => {
    const KeyId = await service.createKey('ECC_NIST_P256', 'SIGN_VERIFY');
    const answer = await service.client.send(new GetPublicKeyCommand({ KeyId }));
    expect(answer).toMatchObject({
      KeyId,
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ECDSA_SHA_256'],
    });
    const key = createPublicKey({ key: Buffer.from(answer.PublicKey ?? []), format: 'der', type: 'spki' });
    expect(key.asymmetricKeyType).toBe('ec');
  });

  it('refuses a symmetric key', async () => {
    const KeyId = await service.createKey();
    await expect(service.client.send(new GetPublicKeyCommand({ KeyId }))).rejects.toBeInstanceOf(
      UnsupportedOperationException,
    );
  });
});
