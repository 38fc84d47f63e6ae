import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { keyManagementClient } from './clients.ts';
import { regionSettings, setting } from './settings.ts';

/** The look-ups that work on values nobody can read: one KMS HMAC key each, so that no two can be joined. */
export type BlindIndexName = 'email' | 'phone' | 'identity-number' | 'account-number' | 'document';

/** Turns normalised values into index values. */
export interface BlindIndex {
  /** `v1.` and the base64url HMAC-SHA-256 of index name, region and value. Equal values give equal indexes. */
  valueOf(normalised: string): Promise<string>;
}

/** Opens one blind index. Needs its key's ARN, for example `KEY_EMAIL_INDEX`. */
export function openBlindIndex(name: BlindIndexName): BlindIndex {
  const keySetting = `KEY_${name.toUpperCase().replaceAll('-', '_')}_INDEX`;
  return {
    valueOf: (normalised) =>
      blindIndexValue(
        keyManagementClient(),
        { name, region: regionSettings().region, keyId: setting(keySetting) },
        normalised,
      ),
  };
}

/** Computes the index of a value; operators' tools name the key, functions know it by their settings. */
export async function blindIndexValue(
  client: KMSClient,
  { name, region, keyId }: { name: BlindIndexName; region: string; keyId: string },
  normalised: string,
): Promise<string> {
  const answer = await client.send(
    new GenerateMacCommand({
      KeyId: keyId,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(`${name}|${region}|${normalised}`, 'utf8'),
    }),
  );
  if (answer.Mac === undefined) throw new Error('KMS answered without a MAC');
  return `v1.${Buffer.from(answer.Mac).toString('base64url')}`;
}
