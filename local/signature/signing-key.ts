import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where and when a signature is valid: the credential scope of SigV4. */
export interface CredentialScope {
  accessKeyId: string;
  /** `YYYYMMDD` in UTC. */
  day: string;
  region: string;
  /** For example `dynamodb` or `s3`. */
  service: string;
}

const keysMax = 1000;
const keys = new Map<string, Buffer>();

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Reads `<access key id>/<day>/<region>/<service>/aws4_request`; undefined when it has another shape. */
export function readScope(text: string): CredentialScope | undefined {
  const match = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(text);
  if (match === null) return undefined;
  const [, accessKeyId = '', day = '', region = '', service = ''] = match;
  return { accessKeyId, day, region, service };
}

/** The key that SigV4 derives from a secret for one day, region and service. Derived keys are kept: four HMACs each. */
function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const name = [secretAccessKey, scope.day, scope.region, scope.service].join('/');
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, scope.day), scope.region), scope.service), 'aws4_request');
  if (keys.size >= keysMax) keys.clear();
  keys.set(name, key);
  return key;
}

/** Signs a text for a scope; lower-case hexadecimal. */
export function sign(secretAccessKey: string, scope: CredentialScope, text: string): string {
  return hmac(signingKey(secretAccessKey, scope), text).toString('hex');
}

/** Compares two signatures in constant time. */
export function isSameSignature(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}
