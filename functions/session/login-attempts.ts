import type { AttemptNames } from '#stores/attempts.ts';
import type { Devices } from '#stores/devices.ts';
import type { NetworkNames } from '#stores/network-name.ts';
import { idOfNobody, type FoundAccount } from './find-account.ts';

/** The stores that naming what a login counts towards uses. */
export interface LoginAttemptStores {
  devices: Pick<Devices, 'hashOf' | 'find'>;
  networks: NetworkNames;
}

/** From where somebody tries to log in, and to what. */
export interface LoginSource {
  emailIndex: string;
  found: FoundAccount;
  /** The secret by which the device names itself, if it does. */
  deviceId: string | undefined;
  address: string;
}

/** What a login counts towards. */
export interface LoginAttemptNames {
  reserved: AttemptNames;
  /** The network that a failure counts for; on a known device too, where it never makes anybody wait. */
  network: string;
}

/**
 * Names what a login counts towards. A device that the account knows has a counter of its own, so that guesses from
 * elsewhere never keep its owner out, and whoever holds its name gets no more guesses than a stranger (OWASP, "Slow Down
 * Online Guessing Attacks with Device Cookies"). The counter begins anew with the password. Whether a device is looked up
 * hangs on the request alone: known and unknown addresses make the same calls.
 */
export async function loginAttemptNames(
  stores: LoginAttemptStores,
  { emailIndex, found, deviceId, address }: LoginSource,
  now: Date,
): Promise<LoginAttemptNames> {
  const network = `login#network#${await stores.networks.nameOf(address)}`;
  const known = deviceId === undefined ? undefined : await knownDevice(stores, { found, deviceId }, now);
  const reserved =
    known === undefined ? { secrets: [`login#${emailIndex}`], network } : { secrets: [known], network: undefined };
  return { reserved, network };
}

/** The name of the counter of a device, if the account knows it. */
async function knownDevice(
  { devices }: Pick<LoginAttemptStores, 'devices'>,
  { found, deviceId }: { found: FoundAccount; deviceId: string },
  now: Date,
): Promise<string | undefined> {
  const { playerId = idOfNobody, credential } = found;
  const deviceHash = devices.hashOf(playerId, deviceId);
  const device = await devices.find(playerId, deviceHash, now);
  if (device.lastSeenAt === undefined || credential === undefined) return undefined;
  return `login#device#${deviceHash}#${credential.version}`;
}
