import { refused, type Refused } from '../decision.ts';

/** So many passkeys a player can have: a few devices, and a key in a drawer. */
export const passkeysMax = 10;

/** For so long a challenge waits for its answer. */
export const passkeyChallengeSeconds = 5 * 60;

/** Longest name of a passkey, in characters. */
export const passkeyNameCharactersMax = 50;

/** EdDSA, ES256 and RS256 (COSE algorithm numbers): what authenticators of today make, best first. */
export const passkeyAlgorithms = [-8, -7, -257] as const;

/** A passkey as options name it, so that a browser finds it or does not make it twice. */
export interface NamedCredential {
  credentialId: string;
  /** As the browser told them when it was made, such as `internal` or `usb`. */
  transports: readonly string[];
}

/**
 * The relying party of a region: the host of its first web origin that has a name. An address of numbers cannot be one
 * (WebAuthn Level 3, 5.1.3, step 7 of creating). Throws an Error where no origin has a name.
 */
export function relyingPartyOf(webOrigins: readonly string[]): string {
  const host = webOrigins.map((origin) => new URL(origin).hostname).find((name) => !/^\[|^[\d.]+$/.test(name));
  if (host === undefined) throw new Error('No web origin of the region can be a relying party');
  return host;
}

const descriptors = (credentials: readonly NamedCredential[]) =>
  credentials.map(({ credentialId, transports }) => ({
    type: 'public-key' as const,
    id: credentialId,
    transports: [...transports],
  }));

/**
 * What `navigator.credentials.create` is given (WebAuthn Level 3, 5.4). The account is called like the service: an
 * authenticator shows its name to whoever holds the device. No attestation: no maker is trusted more than another.
 */
export function creationOptions(given: {
  rpId: string;
  challenge: string;
  userHandle: string;
  present: readonly NamedCredential[];
}) {
  return {
    rp: { id: given.rpId, name: 'sesetoro' },
    user: { id: given.userHandle, name: 'sesetoro', displayName: 'sesetoro' },
    challenge: given.challenge,
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: passkeyChallengeSeconds * 1000,
    excludeCredentials: descriptors(given.present),
    authenticatorSelection: {
      residentKey: 'preferred' as const,
      requireResidentKey: false,
      userVerification: 'required' as const,
    },
    attestation: 'none' as const,
  };
}

/** What `navigator.credentials.get` is given (WebAuthn Level 3, 5.5). */
export function requestOptions(given: { rpId: string; challenge: string; present: readonly NamedCredential[] }) {
  return {
    rpId: given.rpId,
    challenge: given.challenge,
    timeout: passkeyChallengeSeconds * 1000,
    allowCredentials: descriptors(given.present),
    userVerification: 'required' as const,
  };
}

/** Whether one more passkey may be added to those that a player has; the refusal if not. */
export function refuseAnother(present: readonly NamedCredential[], credentialId?: string): Refused | undefined {
  if (present.length >= passkeysMax) return refused('passkeys-used-up');
  if (present.some((known) => known.credentialId === credentialId)) return refused('passkey-refused');
  return undefined;
}

/**
 * Whether the count of a passkey's signatures went on (WebAuthn Level 3, 6.1.1). Passkeys that are kept on several devices
 * do not count and say 0. One that does not go on was copied.
 */
export const countWentOn = (before: number, after: number): boolean => after > before || (before === 0 && after === 0);
