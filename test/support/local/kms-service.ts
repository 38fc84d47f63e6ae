import { randomUUID } from 'node:crypto';
import { CreateKeyCommand, KMSClient, type KeySpec, type KeyUsageType } from '@aws-sdk/client-kms';
import { openClock } from '#local/clock.ts';
import { openKms } from '#local/kms/engine.ts';
import { serveEngine } from './json-service.ts';

/** A KMS to test against, with a client bound to it. */
export interface KmsService {
  client: KMSClient;
  /** Makes a key and answers its ARN. */
  createKey(spec?: KeySpec, usage?: KeyUsageType): Promise<string>;
  close(): Promise<void>;
}

function openRemote(endpoint: string): KmsService {
  const client = new KMSClient(endpoint === 'aws' ? {} : { endpoint });
  return {
    client,
    async createKey(KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT') {
      const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec, KeyUsage }));
      return KeyMetadata?.Arn ?? '';
    },
    close: async () => client.destroy(),
  };
}

/**
 * Opens the engine behind HTTP. `KMS_ENDPOINT` puts another implementation in its place: a URL, or `aws` for the account
 * and region of the environment.
 */
export async function openKmsService(): Promise<KmsService> {
  const remote = process.env['KMS_ENDPOINT'];
  if (remote !== undefined) return openRemote(remote);
  const engine = openKms({ clock: openClock(), region: 'ap-southeast-3' });
  const service = await serveEngine(engine);
  const client = new KMSClient({ endpoint: service.url, maxAttempts: 1 });
  return {
    client,
    createKey: async (spec = 'SYMMETRIC_DEFAULT', usage = 'ENCRYPT_DECRYPT') =>
      engine.createKey({ logicalId: randomUUID(), spec, usage, policy: {} }).arn,
    async close() {
      client.destroy();
      await service.close();
      engine.close();
    },
  };
}
