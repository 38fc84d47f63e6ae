import { notImplemented } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Need } from '../identity.ts';
import type { Members } from '../json-members.ts';
import { makeDataKey, type DataKey } from './data-key.ts';
import { openKeys, type KeyDeclaration } from './keys.ts';
import type { Operation } from './operation.ts';
import { decrypt } from './operations/decrypt.ts';
import { describeKey } from './operations/describe-key.ts';
import { encrypt } from './operations/encrypt.ts';
import { generateDataKeyWithoutPlaintext } from './operations/generate-data-key-without-plaintext.ts';
import { generateDataKey } from './operations/generate-data-key.ts';
import { generateMac } from './operations/generate-mac.ts';
import { getPublicKey } from './operations/get-public-key.ts';
import { reEncrypt } from './operations/re-encrypt.ts';
import { sign } from './operations/sign.ts';
import { verifyMac } from './operations/verify-mac.ts';
import { verify } from './operations/verify.ts';
import { needsOf } from './permissions.ts';
import { unseal, type EncryptionContext } from './sealing.ts';

const operations = new Map<string, Operation>(
  Object.entries({
    Decrypt: decrypt,
    DescribeKey: describeKey,
    Encrypt: encrypt,
    GenerateDataKey: generateDataKey,
    GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
    GenerateMac: generateMac,
    GetPublicKey: getPublicKey,
    ReEncrypt: reEncrypt,
    Sign: sign,
    Verify: verify,
    VerifyMac: verifyMac,
  }),
);

/** The KMS of the local cloud. It decides nothing about permissions. */
export interface Kms {
  /** Carries out one operation. Throws AwsError, NotImplemented (501) for operations that the product does not use. */
  handle(operation: string, input: Members): Record<string, unknown>;
  /** The permissions that a request amounts to. */
  needsOf(operation: string, input: Members): Need[];
  /** Makes a declared key, or takes up the one of the same logical id and gives it the declared policy. */
  createKey(declaration: KeyDeclaration): { keyId: string; arn: string };
  /** Points an alias (`alias/...`) to a key. Throws NotFoundException. */
  createAlias(name: string, keyId: string): void;
  /** The policy document of a key by id, ARN or alias. Throws NotFoundException. */
  policyOf(keyId: string): unknown;
  /** For engines that encrypt on a caller's behalf: a fresh 256-bit data key. */
  generateDataKey(keyId: string, context: EncryptionContext): DataKey;
  /** For engines that encrypt on a caller's behalf: opens a wrapped data key. Throws InvalidCiphertextException. */
  decrypt(ciphertext: Buffer, context: EncryptionContext): { plaintext: Buffer; keyArn: string };
  close(): void;
}

/** Opens the engine on its file `kms.sqlite` in the data folder, or in memory without one. */
export function openKms(options: { folder?: string; clock: Clock; region: string }): Kms {
  const keys = openKeys(options);
  return {
    handle(operation, input) {
      const run = operations.get(operation);
      if (run === undefined) throw notImplemented(`kms:${operation}`);
      return run(keys, input);
    },
    needsOf(operation, input) {
      if (!operations.has(operation)) throw notImplemented(`kms:${operation}`);
      return needsOf(keys, operation, input);
    },
    createKey(declaration) {
      const { keyId, arn } = keys.ensure(declaration);
      return { keyId, arn };
    },
    createAlias: (name, keyId) => keys.alias(name, keyId),
    policyOf: (keyId) => keys.require(keyId).policy,
    generateDataKey: (keyId, context) => makeDataKey(keys, keyId, { context }),
    decrypt(ciphertext, context) {
      const { key, plaintext } = unseal(keys, ciphertext, context);
      return { plaintext, keyArn: key.arn };
    },
    close: () => keys.close(),
  };
}
