import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** The algorithms that authenticators of today make keys for. */
export type KeyAlgorithm = 'EdDSA' | 'ES256' | 'RS256';

/** A passkey as a device holds it. */
export interface SoftPasskey {
  algorithm: KeyAlgorithm;
  credentialId: string;
  userHandle: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** How often it signed; 0 for good on a device that does not count. */
  count: number;
}

/** What a browser and its device do otherwise than they should. */
export interface Misbehaviour {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  /** Whether the person unlocked the device. */
  isVerified?: boolean;
  count?: number;
  userHandle?: string | null;
  /** Another format of attestation than none. */
  format?: string;
}

/** What `navigator.credentials.create` is given, as far as a device needs it. */
export interface CreationOptions {
  rp: { id: string };
  user: { id: string };
  challenge: string;
}

/** What `navigator.credentials.get` is given, as far as a device needs it. */
export interface RequestOptions {
  rpId: string;
  challenge: string;
}

const flagOf = { present: 0x01, verified: 0x04, credentialIncluded: 0x40 };
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest();
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');

/** Makes the keys of a new passkey. */
function newKeys(algorithm: KeyAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

/** A public key as COSE (RFC 9053, 7; RFC 8230, 4). */
function coseOf({ algorithm, publicKey }: Pick<SoftPasskey, 'algorithm' | 'publicKey'>): Uint8Array<ArrayBuffer> {
  const jwk = publicKey.export({ format: 'jwk' });
  const part = (name: 'x' | 'y' | 'n' | 'e') => new Uint8Array(Buffer.from(jwk[name] ?? '', 'base64url'));
  const parameters: Record<KeyAlgorithm, () => [number, number | Uint8Array][]> = {
    ES256: () => [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, part('x')],
      [-3, part('y')],
    ],
    EdDSA: () => [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part('x')],
    ],
    RS256: () => [
      [1, 3],
      [3, -257],
      [-1, part('n')],
      [-2, part('e')],
    ],
  };
  return isoCBOR.encode(new Map(parameters[algorithm]()));
}

/** The public key of a passkey as the service keeps it: COSE, base64url. */
export const publicKeyOf = (passkey: SoftPasskey): string => base64url(coseOf(passkey));

/** What a browser tells a device of the page that asks (WebAuthn Level 3, 5.8.1). */
function clientDataOf(
  type: string,
  challenge: string,
  { origin, ...others }: Misbehaviour & { origin: string },
): string {
  const { crossOrigin = false } = others;
  return JSON.stringify({ type: others.type ?? type, challenge: others.challenge ?? challenge, origin, crossOrigin });
}

/** What a device says of itself (WebAuthn Level 3, 6.1). */
function authenticatorData(
  { rpId, count }: { rpId: string; count: number },
  { isVerified = true }: Misbehaviour,
  credential?: Uint8Array,
) {
  const flags =
    flagOf.present | (isVerified ? flagOf.verified : 0) | (credential === undefined ? 0 : flagOf.credentialIncluded);
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(count, 1);
  return Buffer.concat([sha256(rpId), head, credential ?? Buffer.alloc(0)]);
}

/** Makes a passkey as a browser on a page of `origin` has a device make it, and what the page sends back. */
export function makePasskey(
  options: CreationOptions,
  given: Misbehaviour & { origin: string; algorithm?: KeyAlgorithm },
) {
  const { algorithm = 'ES256', count = 0, format = 'none' } = given;
  const id = randomBytes(32);
  const passkey: SoftPasskey = {
    algorithm,
    credentialId: base64url(id),
    userHandle: options.user.id,
    ...newKeys(algorithm),
    count,
  };
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const credential = Buffer.concat([Buffer.alloc(16), length, id, coseOf(passkey)]);
  const authData = new Uint8Array(authenticatorData({ rpId: given.rpId ?? options.rp.id, count }, given, credential));
  const statement = new Map<string, unknown>([
    ['fmt', format],
    ['attStmt', new Map()],
    ['authData', authData],
  ]);
  const answer = {
    id: passkey.credentialId,
    rawId: passkey.credentialId,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientDataOf('webauthn.create', options.challenge, given)),
      attestationObject: base64url(isoCBOR.encode(statement as Parameters<typeof isoCBOR.encode>[0])),
      transports: ['internal'],
    },
  } as const;
  return { passkey, answer };
}

/** Has a passkey sign as a browser on a page of `origin` does. A passkey that counts counts on. */
export function signWithPasskey(
  passkey: SoftPasskey,
  options: RequestOptions,
  given: Misbehaviour & { origin: string },
) {
  if (passkey.count > 0) passkey.count += 1;
  const count = given.count ?? passkey.count;
  const data = authenticatorData({ rpId: given.rpId ?? options.rpId, count }, given);
  const clientData = clientDataOf('webauthn.get', options.challenge, given);
  const hash = passkey.algorithm === 'EdDSA' ? null : 'sha256';
  const signature = sign(hash, Buffer.concat([data, sha256(clientData)]), passkey.privateKey);
  return {
    id: passkey.credentialId,
    rawId: passkey.credentialId,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(data),
      signature: base64url(signature),
      userHandle: given.userHandle === undefined ? passkey.userHandle : given.userHandle,
    },
  } as const;
}
