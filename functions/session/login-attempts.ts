import type { AttemptNames, SeenAttempts } from '#stores/attempts.ts';
import type { Credential } from '#stores/credentials.ts';
import type { FoundDevice } from '#stores/devices.ts';

/** What was counted where a login may count: at the account and its network, and at the device. */
export interface SeenLoginAttempts {
  ofStrangers: { names: AttemptNames; seen: SeenAttempts };
  ofDevice: { names: AttemptNames; seen: SeenAttempts };
}

/** The names under which logins of strangers count. */
export const strangerNames = (emailIndex: string, network: string): AttemptNames => ({
  secrets: [`login#${emailIndex}`],
  network,
});

/** The names under which logins on a device count, if the account knows it; none where no device is named. */
export const deviceNames = (deviceHash: string | undefined): AttemptNames => ({
  secrets: deviceHash === undefined ? [] : [`login#device#${deviceHash}`],
  network: undefined,
});

/**
 * Says what a login counts towards. A device that the account knows has a counter of its own, so that guesses from
 * elsewhere never keep its owner out, and whoever holds its name gets no more guesses than a stranger (OWASP, "Slow Down
 * Online Guessing Attacks with Device Cookies"). The counter begins anew with the password. All counters are read whatever
 * is known, so that known and unknown addresses make the same calls.
 */
export function loginCounter(
  { credential, device }: { credential: Credential | undefined; device: FoundDevice | undefined },
  { ofStrangers, ofDevice }: SeenLoginAttempts,
): { names: AttemptNames; seen: SeenAttempts } {
  if (device?.lastSeenAt === undefined || credential === undefined) return ofStrangers;
  const { names, seen } = ofDevice;
  return { names: { ...names, credentialVersion: credential.version }, seen };
}
