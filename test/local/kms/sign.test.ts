import {
  GetPublicKeyCommand,
  InvalidKeyUsageException,
  SignCommand,
  type KeySpec,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { constants, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

const algorithms: [spec: KeySpec, algorithm: SigningAlgorithmSpec][] = [
  ['ECC_NIST_P256', 'ECDSA_SHA_256'],
  ['ECC_NIST_P384', 'ECDSA_SHA_384'],
  ['RSA_2048', 'RSASSA_PSS_SHA_256'],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512'],
];

describe('Sign', () => {
  it.each(algorithms)('signs with %s by %s so that anyone can verify outside', async (spec, SigningAlgorithm) => {
    const KeyId = await service.createKey(spec, 'SIGN_VERIFY');
    const Message = Buffer.from('message');
    const { Signature } = await service.client.send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
    const { PublicKey } = await service.client.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const options = SigningAlgorithm.startsWith('RSASSA_PSS') ? pss : {};
    const hash = `sha${SigningAlgorithm.slice(-3)}`;
    expect(verify(hash, Message, { key, ...options }, Signature ?? Buffer.of())).toBe(true);
    expect(verify(hash, Buffer.from('other'), { key, ...options }, Signature ?? Buffer.of())).toBe(false);
  });

  it('refuses an algorithm of another key spec', async () => {
    const KeyId = await service.createKey('ECC_NIST_P256', 'SIGN_VERIFY');
    const Message = Buffer.from('message');
    await expect(
      service.client.send(new SignCommand({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_512' })),
    ).rejects.toBeInstanceOf(InvalidKeyUsageException);
  });
});
