import { DecryptCommand, EncryptCommand, InvalidCiphertextException, ReEncryptCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('ReEncrypt', () => {
  it('moves a ciphertext to another key and context', async () => {
    const [from, to] = [await service.createKey(), await service.createKey()];
    const sealed = await service.client.send(
      new EncryptCommand({ KeyId: from, Plaintext: Buffer.from('secret'), EncryptionContext: { class: 'kyc' } }),
    );
    const command = {
      CiphertextBlob: sealed.CiphertextBlob,
      SourceEncryptionContext: { class: 'kyc' },
      DestinationKeyId: to,
      DestinationEncryptionContext: { class: 'retained' },
    };
    const moved = await service.client.send(new ReEncryptCommand(command));
    expect(moved).toMatchObject({ SourceKeyId: from, KeyId: to });
    const opened = await service.client.send(
      new DecryptCommand({
        CiphertextBlob: moved.CiphertextBlob,
        EncryptionContext: { class: 'retained' },
        KeyId: to,
      }),
    );
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('secret');
    await expect(
      service.client.send(new ReEncryptCommand({ ...command, SourceEncryptionContext: { class: 'other' } })),
    ).rejects.toBeInstanceOf(InvalidCiphertextException);
  });
});
