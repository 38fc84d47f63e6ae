import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import type { RouteAuthorization } from './routes.ts';

/** Claims as the gateway hands them to a function: all strings, a list as `[dpo auditor]`. */
export type Claims = Readonly<Record<string, string>>;

/** What the JWT authorizer says of a request. */
export type JwtVerdict =
  | { allowed: true; claims: Claims; scopes: readonly string[] | null }
  | { allowed: false; status: 401; challenge: string }
  | { allowed: false; status: 403 };

/** Keys and present of the issuer that the local cloud runs. */
export interface JwtTrust {
  issuer: string;
  keys: JSONWebKeySet;
  now(): number;
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function claimsOf(payload: JWTPayload): Claims {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)]));
}

function fits({ aud, client_id: clientId }: JWTPayload, audience: readonly string[]): boolean {
  const named = [aud ?? [], clientId ?? []].flat().map(String);
  return named.some((each) => audience.includes(each));
}

const refusal = (description: string): JwtVerdict => ({
  allowed: false,
  status: 401,
  challenge: `Bearer scope="" error="invalid_token" error_description="${description}"`,
});

type JwtAuthorization = Extract<RouteAuthorization, { kind: 'jwt' }>;

function judge(payload: JWTPayload, { audience, scopes }: JwtAuthorization, nowSeconds: number): JwtVerdict {
  if (payload.iat !== undefined && payload.iat > nowSeconds) return refusal('the token was issued in the future');
  if (!fits(payload, audience)) return refusal('the token is not for this audience');
  const held = claimText(payload['scope'] ?? '').split(' ');
  if (scopes.length > 0 && !scopes.some((scope) => held.includes(scope))) return { allowed: false, status: 403 };
  return { allowed: true, claims: claimsOf(payload), scopes: scopes.length > 0 ? scopes : null };
}

/** Decides on the `Authorization` header of a request, as an HTTP API's JWT authorizer does. */
export async function authorizeJwt(
  header: string | undefined,
  route: JwtAuthorization,
  trust: JwtTrust | undefined,
): Promise<JwtVerdict> {
  if (header === undefined || header === '') return { allowed: false, status: 401, challenge: 'Bearer' };
  if (trust?.issuer !== route.issuer) return refusal('the issuer is not known');
  try {
    const { payload } = await jwtVerify(header.replace(/^Bearer +/i, ''), createLocalJWKSet(trust.keys), {
      issuer: route.issuer,
      algorithms: ['RS256'],
      currentDate: new Date(trust.now()),
      requiredClaims: ['exp'],
    });
    return judge(payload, route, trust.now() / 1000);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return refusal(error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid');
  }
}
