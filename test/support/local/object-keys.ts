import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '#local/aws-error.ts';
import type { Principal } from '#local/identity.ts';
import type { ObjectKeys } from '#local/s3/object-keys.ts';

/** One use of a key. */
interface KeyUse {
  principal: Principal | undefined;
  keyArn: string;
  /** The ARN in the encryption context. */
  arn: string;
}

/** Keys of objects under a few real AES keys, bound to the object's ARN as KMS binds them to the encryption context. */
export interface TestKeys extends ObjectKeys {
  uses: KeyUse[];
  /** A principal of this role may use no key from now on. */
  revoke(roleName: string): void;
}

const cipher = 'aes-256-gcm';

/** Opens keys that answer to these ARNs; `alias/aws/s3` stands for the first one. */
export function openTestKeys(keyArns: string[]): TestKeys {
  const masters = new Map(keyArns.map((arn) => [arn, randomBytes(32)]));
  const revoked = new Set<string>();
  const uses: KeyUse[] = [];
  const use = (principal: Principal | undefined, keyArn: string, arn: string): Buffer => {
    const master = masters.get(keyArn);
    if (master === undefined) throw new AwsError('NotFoundException', `Key '${keyArn}' does not exist`);
    if (principal?.roleName !== undefined && revoked.has(principal.roleName)) {
      throw new AwsError('AccessDeniedException', `${principal.arn} may not use ${keyArn}`);
    }
    uses.push({ principal, keyArn, arn });
    return master;
  };
  return {
    uses,
    revoke: (roleName) => void revoked.add(roleName),
    dataKey(principal, keyId, arn) {
      const keyArn = keyId === 'alias/aws/s3' ? keyArns[0]! : keyId;
      const master = use(principal, keyArn, arn);
      const plain = randomBytes(32);
      const nonce = randomBytes(12);
      const encrypt = createCipheriv(cipher, master, nonce).setAAD(Buffer.from(arn));
      const sealed = Buffer.concat([encrypt.update(plain), encrypt.final()]);
      const blob = [keyArn, ...[nonce, encrypt.getAuthTag(), sealed].map((part) => part.toString('base64'))].join('|');
      return { plain, blob, keyArn };
    },
    open(principal, blob, arn) {
      const [keyArn = '', nonce = '', tag = '', sealed = ''] = blob.split('|');
      const decrypt = createDecipheriv(cipher, use(principal, keyArn, arn), Buffer.from(nonce, 'base64'))
        .setAAD(Buffer.from(arn))
        .setAuthTag(Buffer.from(tag, 'base64'));
      return Buffer.concat([decrypt.update(Buffer.from(sealed, 'base64')), decrypt.final()]);
    },
  };
}
