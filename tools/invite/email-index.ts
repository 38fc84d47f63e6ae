import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import { blindIndexValue } from '#stores/blind-index.ts';

/**
 * The index of an address of the staff, in the same form and under the same key as that of a player: it tells whether an
 * account is somebody's own, and the address itself is stored nowhere.
 * @param email in its normal form
 */
export async function staffEmailIndex(
  settings: KMSClientConfig,
  { region, keyId }: { region: string; keyId: string },
  email: string,
): Promise<string> {
  const client = new KMSClient(settings);
  try {
    return await blindIndexValue(client, { name: 'email', region, keyId }, email);
  } finally {
    client.destroy();
  }
}
