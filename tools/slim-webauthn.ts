import path from 'node:path';
import { emptyOut } from './empty-out.ts';

/** A change to the source of some modules. */
interface Rewrite {
  /** Which modules, by the end of their path. */
  filter: RegExp;
  change: (source: string) => string;
}

/** Our own reader of signatures, as source code names a file. */
const signatureReader = JSON.stringify(path.resolve(import.meta.dirname, '../stores/ecdsa-signature.ts'));

const modules = (names: string) => new RegExp(String.raw`node_modules/@simplewebauthn/server/esm/(?:${names})\.js$`);

/** Certificates, what they vouch for, and lists of makers: nothing of it is read where no attestation is asked for. */
const certificates = [
  String.raw`registration/verifications/(?:tpm/)?\w+`,
  String.raw`metadata/\w+`,
  'services/metadataService',
  String.raw`services/defaultRootCerts/[\w-]+`,
  'helpers/(?:convertX509PublicKeyToCOSE|convertCertBufferToPEM|convertPEMToBytes|getCertificateInfo)',
  'helpers/(?:isCertRevoked|mapX509SignatureAlgToCOSEAlg|validateCertificatePath|validateExtFIDOGenCEAAGUID)',
].join('|');

/** Of an index the modules that we use. */
const keepOnly =
  (...kept: readonly string[]) =>
  (source: string): string => {
    const lines = kept.map((name) => `export * from './${name}.js';`);
    if (lines.some((line) => !source.includes(line))) throw new Error('An index of the library for passkeys changed');
    return lines.join('\n');
  };

/** An ES256 signature is two integers: they are read by ours, not by a parser of everything. */
function readSignatureByOurs(source: string): string {
  const changed = source
    .replace(
      "import { AsnParser } from '@peculiar/asn1-schema';",
      `import { readEcdsaSignature } from ${signatureReader};`,
    )
    .replace("import { ECDSASigValue } from '@peculiar/asn1-ecc';", '')
    .replace('AsnParser.parse(signature, ECDSASigValue)', 'readEcdsaSignature(signature)');
  if (/Asn|ECDSASig/.test(changed)) throw new Error('The reader of signatures of the library for passkeys changed');
  return changed;
}

/**
 * Leaves out of the library for passkeys every format of attestation but `none`, with the parsers of certificates and of
 * ASN.1 that they need: nine tenths of its bytes. What is left out throws when it is reached.
 */
export const webauthnRewrites: readonly Rewrite[] = [
  { filter: modules(certificates), change: emptyOut },
  {
    filter: modules('index'),
    change: keepOnly('registration/verifyRegistrationResponse', 'authentication/verifyAuthenticationResponse'),
  },
  { filter: modules('helpers/index'), change: keepOnly('decodeAttestationObject', 'iso/index') },
  { filter: modules('helpers/iso/isoCrypto/unwrapEC2Signature'), change: readSignatureByOurs },
];
