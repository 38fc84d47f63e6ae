/** What a key may be used for. */
export type KeyUsage = 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC' | 'SIGN_VERIFY';

/** A key as the engine keeps it. */
export interface Key {
  keyId: string;
  arn: string;
  logicalId: string;
  spec: KeySpec;
  usage: KeyUsage;
  createdAtSeconds: number;
  /** The key policy as written in the template. */
  policy: unknown;
  /** Base64 bytes of a symmetric or HMAC key, PKCS #8 in PEM of a key pair. */
  material: string;
}

interface SymmetricSpec {
  kind: 'symmetric';
}

interface MacSpec {
  kind: 'mac';
  algorithm: string;
  hash: string;
  keyBytes: number;
}

interface CurveSpec {
  kind: 'curve';
  curve: string;
  algorithms: string[];
}

interface RsaSpec {
  kind: 'rsa';
  modulusBits: number;
  algorithms: string[];
}

const rsaSigning = ['RSASSA_PKCS1_V1_5', 'RSASSA_PSS'].flatMap((scheme) =>
  ['256', '384', '512'].map((bits) => `${scheme}_SHA_${bits}`),
);

/** The key specs that the local cloud knows, with the algorithms that each allows (KMS guide, "Key spec reference"). */
export const keySpecs = {
  SYMMETRIC_DEFAULT: { kind: 'symmetric' },
  HMAC_224: { kind: 'mac', algorithm: 'HMAC_SHA_224', hash: 'sha224', keyBytes: 28 },
  HMAC_256: { kind: 'mac', algorithm: 'HMAC_SHA_256', hash: 'sha256', keyBytes: 32 },
  HMAC_384: { kind: 'mac', algorithm: 'HMAC_SHA_384', hash: 'sha384', keyBytes: 48 },
  HMAC_512: { kind: 'mac', algorithm: 'HMAC_SHA_512', hash: 'sha512', keyBytes: 64 },
  ECC_NIST_P256: { kind: 'curve', curve: 'prime256v1', algorithms: ['ECDSA_SHA_256'] },
  ECC_NIST_P384: { kind: 'curve', curve: 'secp384r1', algorithms: ['ECDSA_SHA_384'] },
  ECC_NIST_P521: { kind: 'curve', curve: 'secp521r1', algorithms: ['ECDSA_SHA_512'] },
  RSA_2048: { kind: 'rsa', modulusBits: 2048, algorithms: rsaSigning },
  RSA_3072: { kind: 'rsa', modulusBits: 3072, algorithms: rsaSigning },
  RSA_4096: { kind: 'rsa', modulusBits: 4096, algorithms: rsaSigning },
} as const satisfies Record<string, SymmetricSpec | MacSpec | CurveSpec | RsaSpec>;

/** Name of a key spec. */
export type KeySpec = keyof typeof keySpecs;

/** Whether a name is that of a known key spec. */
export function isKeySpec(name: string): name is KeySpec {
  return Object.hasOwn(keySpecs, name);
}

/** The one usage that keys of a spec have here; encryption with RSA keys is left out. */
export function usageOf(spec: KeySpec): KeyUsage {
  const { kind } = keySpecs[spec];
  if (kind === 'symmetric') return 'ENCRYPT_DECRYPT';
  return kind === 'mac' ? 'GENERATE_VERIFY_MAC' : 'SIGN_VERIFY';
}

/** Signing algorithms of a spec; empty for keys that do not sign. */
export function signingAlgorithmsOf(spec: KeySpec): readonly string[] {
  const description = keySpecs[spec];
  return 'algorithms' in description ? description.algorithms : [];
}
