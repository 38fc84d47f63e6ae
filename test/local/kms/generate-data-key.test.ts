import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('GenerateDataKey', () => {
  it('gives 256 bits in the clear and wrapped, bound to the context', async () => {
    const KeyId = await service.createKey();
    const EncryptionContext = { subject: 's1' };
    const made = await service.client.send(
      new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }),
    );
    expect(made.Plaintext).toHaveLength(32);
    const { CiphertextBlob } = made;
    const opened = await service.client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
  });

  it('gives as many bytes as asked', async () => {
    const KeyId = await service.createKey();
    const made = await service.client.send(new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 64 }));
    expect(made.Plaintext).toHaveLength(64);
    const small = await service.client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_128' }));
    expect(small.Plaintext).toHaveLength(16);
  });

  it('refuses spec and number together, neither, and more than 1024 bytes', async () => {
    const KeyId = await service.createKey();
    const sizes = [{ KeySpec: 'AES_256' as const, NumberOfBytes: 32 }, {}, { NumberOfBytes: 1025 }];
    for (const size of sizes) {
      await expect(service.client.send(new GenerateDataKeyCommand({ KeyId, ...size }))).rejects.toMatchObject({
        name: 'ValidationException',
      });
    }
  });
});
