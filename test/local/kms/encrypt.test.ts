import { DecryptCommand, EncryptCommand, InvalidKeyUsageException, NotFoundException } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('Encrypt', () => {
  it('gives a ciphertext that differs each time and opens again', async () => {
    const KeyId = await service.createKey();
    const Plaintext = Buffer.from('secret');
    const first = await service.client.send(new EncryptCommand({ KeyId, Plaintext }));
    const second = await service.client.send(new EncryptCommand({ KeyId, Plaintext }));
    expect(first.KeyId).toBe(KeyId);
    expect(first.EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT');
    expect(first.CiphertextBlob).not.toEqual(second.CiphertextBlob);
    const opened = await service.client.send(new DecryptCommand({ CiphertextBlob: second.CiphertextBlob }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('secret');
  });

  it('takes 4096 bytes and refuses 4097', async () => {
    const KeyId = await service.createKey();
    await service.client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4096, 1) }));
    await expect(
      service.client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4097, 1) })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses a key that is for something else', async () => {
    const KeyId = await service.createKey('HMAC_256', 'GENERATE_VERIFY_MAC');
    await expect(
      service.client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })),
    ).rejects.toBeInstanceOf(InvalidKeyUsageException);
  });

  it('refuses a key that does not exist', async () => {
    const KeyId = '00000000-0000-4000-8000-000000000000';
    await expect(
      service.client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })),
    ).rejects.toBeInstanceOf(NotFoundException);
  });
});
