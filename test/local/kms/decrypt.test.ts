import { DecryptCommand, EncryptCommand, IncorrectKeyException, InvalidCiphertextException } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

const context = { subject: 's1', class: 'identity' };

async function encrypt() {
  const KeyId = await service.createKey();
  const command = new EncryptCommand({ KeyId, Plaintext: Buffer.from('secret'), EncryptionContext: context });
  const { CiphertextBlob } = await service.client.send(command);
  return { KeyId, CiphertextBlob: CiphertextBlob ?? new Uint8Array() };
}

describe('Decrypt', () => {
  it('finds the key by the ciphertext and takes the context in any order', async () => {
    const { KeyId, CiphertextBlob } = await encrypt();
    const EncryptionContext = { class: 'identity', subject: 's1' };
    const answer = await service.client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(answer.KeyId).toBe(KeyId);
    expect(Buffer.from(answer.Plaintext ?? []).toString()).toBe('secret');
  });

  const wrongContexts: (Record<string, string> | undefined)[] = [
    undefined,
    { subject: 's2', class: 'identity' },
    { ...context, more: 'x' },
  ];
  it.each(wrongContexts)('refuses the context %o', async (EncryptionContext) => {
    const { CiphertextBlob } = await encrypt();
    await expect(service.client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))).rejects.toBeInstanceOf(
      InvalidCiphertextException,
    );
  });

  it('refuses a ciphertext that was altered anywhere near its end, or is none', async () => {
    const { CiphertextBlob } = await encrypt();
    const altered = Uint8Array.from(CiphertextBlob, (byte, index) =>
      index === CiphertextBlob.length - 1 ? byte ^ 1 : byte,
    );
    for (const blob of [altered, CiphertextBlob.subarray(0, 20), Buffer.from('nonsense')]) {
      await expect(
        service.client.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: context })),
      ).rejects.toBeInstanceOf(InvalidCiphertextException);
    }
  });

  it('refuses a key that the ciphertext is not under', async () => {
    const { CiphertextBlob } = await encrypt();
    const KeyId = await service.createKey();
    await expect(
      service.client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context, KeyId })),
    ).rejects.toBeInstanceOf(IncorrectKeyException);
  });
});
