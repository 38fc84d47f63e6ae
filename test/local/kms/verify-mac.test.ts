import { GenerateMacCommand, KMSInvalidMacException, VerifyMacCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKmsService, type KmsService } from '#test/support/local/kms-service.ts';

let service: KmsService;
beforeAll(async () => {
  service = await openKmsService();
});
afterAll(() => service.close());

describe('VerifyMac', () => {
  it('confirms a code and refuses it for another message', async () => {
    const KeyId = await service.createKey('HMAC_256', 'GENERATE_VERIFY_MAC');
    const MacAlgorithm = 'HMAC_SHA_256' as const;
    const Message = Buffer.from('m');
    const { Mac } = await service.client.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm }));
    const answer = await service.client.send(new VerifyMacCommand({ KeyId, Message, MacAlgorithm, Mac }));
    expect(answer.MacValid).toBe(true);
    await expect(
      service.client.send(new VerifyMacCommand({ KeyId, Message: Buffer.from('n'), MacAlgorithm, Mac })),
    ).rejects.toBeInstanceOf(KMSInvalidMacException);
  });
});
