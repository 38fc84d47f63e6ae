import { createHmac } from 'node:crypto';
import { networkOf } from '#domain/session/network.ts';
import type { BlindIndex } from './blind-index.ts';

/** Names of the networks that requests come from, for counting; nobody can turn a name back into an address. */
export interface NetworkNames {
  /** The keyed name of the network of an address: the same on every day and in every process of a function. */
  nameOf(address: string): Promise<string>;
}

/** What is keyed to make the key; no value of an index looks like it, because those are normalised without spaces. */
const keyMessage = 'key of network names';

/**
 * Opens the names. There are only 16 million IPv4 networks, so that a plain or salted hash beside the counters could be
 * tried out; the key is an HMAC that KMS makes with the key of a blind index the function may use anyway. It is asked for
 * once per process, stands in no table, and costs a request nothing.
 */
export function openNetworkNames(index: BlindIndex): NetworkNames {
  let asked: Promise<string> | undefined;
  const key = async (): Promise<string> => {
    asked ??= index.valueOf(keyMessage);
    try {
      return await asked;
    } catch (error) {
      asked = undefined;
      throw error;
    }
  };
  return {
    async nameOf(address) {
      return createHmac('sha256', await key())
        .update(networkOf(address) ?? 'unknown')
        .digest('base64url');
    },
  };
}
