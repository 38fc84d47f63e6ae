import { localAccount } from '../identity.ts';
import type { Authorize, Need } from '../identity.ts';
import type { Kms } from '../kms/engine.ts';
import type { ObjectKeys } from '../s3/object-keys.ts';

/** Logical id of the key that S3 uses when a bucket names none. */
const managedKeyId = 'aws/s3';

/** Makes the key behind `alias/aws/s3`. Whoever may use S3 may use it through S3, as AWS's own key policy says. */
export function makeManagedStorageKey(kms: Kms): { arn: string } {
  const { keyId, arn } = kms.createKey({ logicalId: managedKeyId, policy: {} });
  kms.createAlias('alias/aws/s3', keyId);
  return { arn };
}

/** Gives S3 its object keys from KMS; the caller of S3 must be allowed to use the key through S3. */
export function openObjectKeys(parts: {
  kms: Kms;
  region: string;
  managedKeyArn: string;
  authorize: Authorize;
}): ObjectKeys {
  const { kms, authorize } = parts;
  const through = (arn: string): Need['context'] => ({
    'kms:ViaService': `s3.${parts.region}.amazonaws.com`,
    'kms:CallerAccount': localAccount,
    'kms:EncryptionContext:aws:s3:arn': arn,
    'kms:EncryptionContextKeys': ['aws:s3:arn'],
  });
  const authorizeAll = (principal: Parameters<Authorize>[0], needs: readonly Need[], arn: string) => {
    for (const need of needs) {
      if (need.resource !== parts.managedKeyArn) authorize(principal, { ...need, context: through(arn) });
    }
  };
  return {
    dataKey(principal, keyId, arn) {
      authorizeAll(principal, kms.needsOf('GenerateDataKey', { KeyId: keyId, KeySpec: 'AES_256' }), arn);
      const { plaintext, ciphertext, keyArn } = kms.generateDataKey(keyId, { 'aws:s3:arn': arn });
      return { plain: plaintext, blob: ciphertext.toString('base64'), keyArn };
    },
    open(principal, blob, arn) {
      authorizeAll(principal, kms.needsOf('Decrypt', { CiphertextBlob: blob }), arn);
      return kms.decrypt(Buffer.from(blob, 'base64'), { 'aws:s3:arn': arn }).plaintext;
    },
  };
}
