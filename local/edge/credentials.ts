import { createHash, randomBytes } from 'node:crypto';
import { localAccount } from '../identity.ts';
import type { Credential, CredentialOf } from '../signature/credential.ts';

/** What a client needs to sign. */
export interface SigningKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The access keys of the running cloud. */
export interface Credentials {
  credentialOf: CredentialOf;
  /** Makes the key of a function; its id is the same at every start, secret and session token are new. */
  ofFunction(functionName: string, roleName: string): SigningKeys;
  /** Keys of a function that was given some. */
  keysOf(functionName: string): SigningKeys | undefined;
  /** The operator, who may do everything: for tools and tests that need raw access, never for the product. */
  operator: SigningKeys;
}

const operatorKeyId = 'AKIALOCALOPERATOR000';
const randomText = () => randomBytes(24).toString('base64url');

/** Opens the keys of one run of the cloud. */
export function openCredentials(): Credentials {
  const known = new Map<string, Credential>();
  const keysByFunction = new Map<string, SigningKeys>();
  const operator = { accessKeyId: operatorKeyId, secretAccessKey: randomText() };
  known.set(operatorKeyId, {
    secretAccessKey: operator.secretAccessKey,
    principal: { accessKeyId: operatorKeyId, arn: `arn:aws:iam::${localAccount}:user/operator` },
  });
  return {
    operator,
    credentialOf: (accessKeyId) => known.get(accessKeyId),
    keysOf: (functionName) => keysByFunction.get(functionName),
    ofFunction(functionName, roleName) {
      const digest = createHash('sha256').update(functionName).digest('hex').toUpperCase();
      const keys = {
        accessKeyId: `ASIA${digest.slice(0, 16)}`,
        secretAccessKey: randomText(),
        sessionToken: randomText(),
      };
      const arn = `arn:aws:sts::${localAccount}:assumed-role/${roleName}/${functionName}`;
      known.set(keys.accessKeyId, { ...keys, principal: { accessKeyId: keys.accessKeyId, arn, roleName } });
      keysByFunction.set(functionName, keys);
      return keys;
    },
  };
}
