import { KMSInvalidSignatureException, SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('Verify', () => {
  it('confirms a signature and refuses it for another message', async () => {
    const KeyId = await service.createKey('ECC_NIST_P256', 'SIGN_VERIFY');
    const SigningAlgorithm = 'ECDSA_SHA_256' as const;
    const Message = Buffer.from('message');
    const { Signature } = await service.client.send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
    const answer = await service.client.send(new VerifyCommand({ KeyId, Message, SigningAlgorithm, Signature }));
    expect(answer.SignatureValid).toBe(true);
    await expect(
      service.client.send(new VerifyCommand({ KeyId, Message: Buffer.from('other'), SigningAlgorithm, Signature })),
    ).rejects.toBeInstanceOf(KMSInvalidSignatureException);
  });
});
