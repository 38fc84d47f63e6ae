import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { keySpecs, type KeySpec } from './key.ts';

const symmetricBytes = 32;
const encoding = { type: 'pkcs8', format: 'pem' } as const;

/** Makes fresh key material: base64 bytes for symmetric and HMAC keys, PKCS #8 in PEM for key pairs. */
export function makeKeyMaterial(spec: KeySpec): string {
  const description = keySpecs[spec];
  switch (description.kind) {
    case 'symmetric':
      return randomBytes(symmetricBytes).toString('base64');
    case 'mac':
      return randomBytes(description.keyBytes).toString('base64');
    case 'curve':
      return generateKeyPairSync('ec', { namedCurve: description.curve }).privateKey.export(encoding).toString();
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: description.modulusBits })
        .privateKey.export(encoding)
        .toString();
  }
}
