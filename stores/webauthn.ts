import { passkeyAlgorithms } from '#domain/session/passkey.ts';
import type { PasskeyAssertion } from '#domain/session/second-factor.ts';
import { regionSettings } from './settings.ts';

/** What a browser answers when a passkey was made (WebAuthn Level 3, 5.1, `RegistrationResponseJSON`), as far as we read it. */
export interface PasskeyAttestation {
  id: string;
  rawId: string;
  response: { clientDataJSON: string; attestationObject: string; transports?: readonly string[] | undefined };
}

/** A public key that a passkey proved to hold. */
export interface MadeCredential {
  credentialId: string;
  /** COSE key, base64url. */
  publicKey: string;
  signatureCount: number;
}

/** A stored passkey as far as its signature needs it. */
export interface KnownCredential extends MadeCredential {
  /** As it was given when the passkey was made, base64url. */
  userHandle: string;
}

/** The user handle of a player: opaque, as WebAuthn Level 3, 14.6.1 demands. */
export const userHandleOf = (playerId: string): string => Buffer.from(playerId).toString('base64url');

/** The relying party of the region: the host of its web origin. Needs `REGION_SETTINGS`. */
export const relyingPartyId = (): string => new URL(regionSettings().webOrigin).hostname;

/** The challenge that client data names; undefined when it is malformed. Nothing is trusted by this. */
export function challengeIn(clientDataJson: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
    if (typeof data !== 'object' || data === null || !('challenge' in data)) return undefined;
    return typeof data.challenge === 'string' ? data.challenge : undefined;
  } catch {
    return undefined;
  }
}

/** The library is loaded when a passkey is there to be checked: no start of a function waits for it. */
const library = async () => import('@simplewebauthn/server');

const expected = (challenge: string) => ({
  expectedChallenge: challenge,
  expectedOrigin: regionSettings().webOrigin,
  expectedRPID: relyingPartyId(),
  requireUserVerification: true,
});

/** Checks what a new passkey answers to a challenge (WebAuthn Level 3, 7.1); undefined when anything is wrong with it. */
export async function verifyAttestation(
  { id, rawId, response }: PasskeyAttestation,
  challenge: string,
): Promise<MadeCredential | undefined> {
  const { verifyRegistrationResponse } = await library();
  const { clientDataJSON, attestationObject } = response;
  const verified = await unlessRefused(() =>
    verifyRegistrationResponse({
      ...expected(challenge),
      response: {
        id,
        rawId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    }),
  );
  // Another statement than none was not asked for, and its chain of certificates would not be checked against anything.
  if (verified?.verified !== true || verified.registrationInfo.fmt !== 'none') return undefined;
  const { credential } = verified.registrationInfo;
  if (credential.id !== id) return undefined;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    signatureCount: credential.counter,
  };
}

/**
 * Checks a signature of a passkey over a challenge (WebAuthn Level 3, 7.2) and answers its new count; undefined when
 * anything is wrong, a count that did not rise included: then two devices hold one key (6.1.1).
 */
export async function verifyAssertion(
  { id, rawId, response }: PasskeyAssertion,
  challenge: string,
  credential: KnownCredential,
): Promise<number | undefined> {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  if (typeof userHandle === 'string' && userHandle !== credential.userHandle) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const verified = await unlessRefused(() =>
    verifyAuthenticationResponse({
      ...expected(challenge),
      response: {
        id,
        rawId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      credential: {
        id: credential.credentialId,
        publicKey: new Uint8Array(Buffer.from(credential.publicKey, 'base64url')),
        counter: credential.signatureCount,
      },
    }),
  );
  return verified?.verified === true ? verified.authenticationInfo.newCounter : undefined;
}

/** The library throws for whatever is wrong with an answer, and its messages quote what it was given. */
async function unlessRefused<Result>(verify: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
