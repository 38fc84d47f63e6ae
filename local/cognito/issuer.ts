import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from 'jose';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';

/** Who a token is made for. */
export interface StaffMember {
  /** User name; the same name is the same person (`sub`) at every start. */
  name: string;
  /** Groups of the user pool. */
  groups: readonly string[];
}

/** A token as the sign-in page would hand it out. */
export interface StaffToken {
  accessToken: string;
  /** Claim `sub`: the person's id in the user pool. */
  subject: string;
  expiresInSeconds: number;
}

/** The local stand-in for an Amazon Cognito user pool: it signs access tokens of Cognito's shape, without any login. */
export interface StaffIssuer {
  /** The `iss` claim, as the template's user pool resolves: `https://cognito-idp.<region>.amazonaws.com/<pool>`. */
  readonly issuer: string;
  /**
   * Signs an access token. Throws an AwsError on a group that the user pool does not declare.
   * @param altered claims that replace those of the pool, for tokens that must be refused although their signature is right
   */
  issue(member: StaffMember, altered?: JWTPayload): Promise<StaffToken>;
  /** Public keys, as served under `/.well-known/jwks.json`. */
  readonly keys: JSONWebKeySet;
}

/** Settings of the issuer, read from the templates. */
export interface StaffIssuerOptions {
  /** Where the signing key is kept; without a folder it lives in memory. */
  folder?: string;
  clock: Clock;
  region: string;
  userPoolId: string;
  clientId: string;
  groups: readonly string[];
  accessTokenSeconds: number;
}

const algorithm = 'RS256';

async function readOrMakeKey(folder: string | undefined): Promise<JWK> {
  const file = folder === undefined ? undefined : path.join(folder, 'issuer-key.json');
  if (file !== undefined && fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: algorithm, use: 'sig' };
  if (file !== undefined) fs.writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return Object.fromEntries(Object.entries({ kty, n, e, kid, alg, use }).filter(([, value]) => value !== undefined));
}

/** A person's id, in the form of a UUID, from pool and name. */
function subjectOf(userPoolId: string, name: string): string {
  const digest = createHash('sha256').update(`${userPoolId}/${name}`).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `a${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}

/** Opens the issuer; its key is made at the first start and kept. */
export async function openStaffIssuer(options: StaffIssuerOptions): Promise<StaffIssuer> {
  const { clock, userPoolId, clientId, groups: declaredGroups, accessTokenSeconds } = options;
  const key = await readOrMakeKey(options.folder);
  const imported = await importJWK(key, algorithm);
  if (imported instanceof Uint8Array) throw new TypeError('The issuer key should be an RSA key');
  const signingKey: CryptoKey = imported;
  const issuer = `https://cognito-idp.${options.region}.amazonaws.com/${userPoolId}`;
  return {
    issuer,
    keys: { keys: [publicPart(key)] },
    async issue({ name, groups }, altered = {}) {
      const unknown = groups.find((group) => !declaredGroups.includes(group));
      if (unknown !== undefined) throw new AwsError('ResourceNotFoundException', `Group not found: ${unknown}`);
      const nowSeconds = Math.floor(clock.now() / 1000);
      const subject = subjectOf(userPoolId, name);
      const accessToken = await new SignJWT({
        sub: subject,
        ...(groups.length > 0 && { 'cognito:groups': [...groups] }),
        iss: issuer,
        client_id: clientId,
        origin_jti: randomUUID(),
        event_id: randomUUID(),
        token_use: 'access',
        scope: 'openid',
        auth_time: nowSeconds,
        exp: nowSeconds + accessTokenSeconds,
        iat: nowSeconds,
        jti: randomUUID(),
        username: name,
        ...altered,
      })
        .setProtectedHeader({ alg: algorithm, kid: String(key.kid) })
        .sign(signingKey);
      return { accessToken, subject, expiresInSeconds: accessTokenSeconds };
    },
  };
}
