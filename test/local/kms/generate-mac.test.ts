import { GenerateMacCommand, InvalidKeyUsageException } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('GenerateMac', () => {
  it('gives the same code for the same key and message, and another for anything else', async () => {
    const [KeyId, other] = [
      await service.createKey('HMAC_256', 'GENERATE_VERIFY_MAC'),
      await service.createKey('HMAC_256', 'GENERATE_VERIFY_MAC'),
    ];
    const mac = async (key: string, message: string) => {
      const command = { KeyId: key, Message: Buffer.from(message), MacAlgorithm: 'HMAC_SHA_256' as const };
      return Buffer.from((await service.client.send(new GenerateMacCommand(command))).Mac ?? []).toString('hex');
    };
    expect(await mac(KeyId, 'm')).toMatch(/^[0-9a-f]{64}$/);
    expect(await mac(KeyId, 'm')).toBe(await mac(KeyId, 'm'));
    expect(await mac(KeyId, 'm')).not.toBe(await mac(KeyId, 'n'));
    expect(await mac(KeyId, 'm')).not.toBe(await mac(other, 'm'));
  });

  it('refuses an algorithm of another key spec', async () => {
    const KeyId = await service.createKey('HMAC_256', 'GENERATE_VERIFY_MAC');
    const Message = Buffer.from('m');
    await expect(
      service.client.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_512' })),
    ).rejects.toBeInstanceOf(InvalidKeyUsageException);
  });
});
