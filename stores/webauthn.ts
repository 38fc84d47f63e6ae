import { passkeyAlgorithms, relyingPartyOf } from '#domain/session/passkey.ts';
import type { PasskeyAssertion } from '#domain/session/second-factor.ts';
import type { WaitingChallenge } from './passkey-challenges.ts';
import { regionSettings } from './settings.ts';

/** What a browser answers when a passkey was made (WebAuthn Level 3, 5.1, `RegistrationResponseJSON`), as far as we read it. */
export interface PasskeyAttestation {
  id: string;
  rawId: string;
  response: { clientDataJSON: string; attestationObject: string };
}

/** A public key, and the passkey that holds the private one. */
export interface PublicCredential {
  credentialId: string;
  /** COSE key, base64url. */
  publicKey: string;
}

/** The user handle of a player, base64url: their id, which says nothing about them (WebAuthn Level 3, 14.6.1). */
export const userHandleOf = (playerId: string): string => Buffer.from(playerId).toString('base64url');

/** The relying party of the region. Needs `REGION_SETTINGS`. */
export const relyingPartyId = (): string => relyingPartyOf(regionSettings().webOrigins);

/** The library is loaded when a passkey is there to be checked: nobody else's login waits for it. */
const loadLibrary = async () => import('./webauthn-library.ts');

const expected = ({ isRepeatedBy }: Pick<WaitingChallenge, 'isRepeatedBy'>) => ({
  expectedChallenge: isRepeatedBy,
  expectedOrigin: regionSettings().webOrigins,
  expectedRPID: relyingPartyId(),
  requireUserVerification: true,
});

/**
 * Checks what a new passkey answers to a challenge (WebAuthn Level 3, 7.1); undefined when anything is wrong with it. Only
 * attestation `none`: another was not asked for, and its certificates would be compared with nothing.
 */
export async function verifyAttestation(
  { id, rawId, response: { clientDataJSON, attestationObject } }: PasskeyAttestation,
  challenge: Pick<WaitingChallenge, 'isRepeatedBy'>,
): Promise<(PublicCredential & { signatureCount: number }) | undefined> {
  const { decodeAttestationObject, isoBase64URL, verifyRegistrationResponse } = await loadLibrary();
  const registered = await unlessRefused(async () => {
    if (decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('fmt') !== 'none') return undefined;
    return verifyRegistrationResponse({
      ...expected(challenge),
      response: { ...publicKeyCredential, id, rawId, response: { clientDataJSON, attestationObject } },
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    });
  });
  if (registered?.verified !== true || isFramed(clientDataJSON)) return undefined;
  const { credential } = registered.registrationInfo;
  if (credential.id !== id) return undefined;
  const publicKey = Buffer.from(credential.publicKey).toString('base64url');
  return { credentialId: id, publicKey, signatureCount: credential.counter };
}

/**
 * Checks what a passkey signed (WebAuthn Level 3, 7.2) and answers its count of signatures, which is for the caller to
 * compare: only a right signature makes it worth a look. Undefined when anything is wrong.
 */
export async function verifyAssertion(
  { id, rawId, response: { clientDataJSON, authenticatorData, signature, userHandle } }: PasskeyAssertion,
  { credentialId, publicKey, userHandle: ownHandle }: PublicCredential & { userHandle: string },
  challenge: Pick<WaitingChallenge, 'isRepeatedBy'>,
): Promise<number | undefined> {
  if (typeof userHandle === 'string' && userHandle !== ownHandle) return undefined;
  const { verifyAuthenticationResponse } = await loadLibrary();
  const authenticated = await unlessRefused(async () =>
    verifyAuthenticationResponse({
      ...expected(challenge),
      response: { ...publicKeyCredential, id, rawId, response: { clientDataJSON, authenticatorData, signature } },
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0 },
    }),
  );
  if (authenticated?.verified !== true || isFramed(clientDataJSON)) return undefined;
  return authenticated.authenticationInfo.newCounter;
}

const publicKeyCredential = { type: 'public-key', clientExtensionResults: {} } as const;

/** Whether client data that was verified comes from within a page of somebody else; none of ours is shown there. */
function isFramed(clientDataJson: string): boolean {
  const { crossOrigin } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8')) as Record<
    string,
    unknown
  >;
  return crossOrigin === true;
}

/** The library throws for whatever is wrong with an answer; only what a bundle lacks is our own defect. */
async function unlessRefused<Result>(verify: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof Error && error.name === 'LeftOutOfBundle') throw error;
    return undefined;
  }
}
