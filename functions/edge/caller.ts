import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { refused, type Refused } from '#domain/decision.ts';
import { isProvenLately } from '#domain/session/step-up.ts';
import type { Actor } from '#stores/commitment.ts';
import type { AuthenticatedPlayer, Sessions } from '#stores/sessions.ts';
import { setting } from '#stores/settings.ts';
import { staffRoleSchema, type StaffMembers, type StaffRole } from '#stores/staff.ts';
import { browserOf } from './cookies.ts';
import { isMeantBySession } from './csrf.ts';

type Known<Caller> = { outcome: 'known'; caller: Caller; actor: Omit<Actor, 'requestId'> };

/** A member of staff who may call this route now. */
export interface StaffCaller {
  kind: 'staff';
  staffId: string;
  /** Roles that both the token and the staff register grant. */
  roles: readonly StaffRole[];
  /** Blind index of their address; absent when the invitation gave none. */
  emailIndex?: string | undefined;
}

/** Whether an account is that of the member of staff themselves, by the blind index of their address. */
export const isOwnAccount = (
  { emailIndex }: Pick<StaffCaller, 'emailIndex'>,
  account: { emailIndex?: string | undefined },
): boolean => emailIndex !== undefined && emailIndex === account.emailIndex;

/**
 * The caller kind of a route stands only in `lib/routes`; a function deployed under another kind refuses to run,
 * since it would otherwise answer without the check that its code expects.
 */
export function expectCallerKind(kind: 'public' | 'player' | 'staff' | 'webhook'): void {
  if (setting('ROUTE_CALLER') !== kind) throw new Error(`This handler serves ${kind} routes only`);
}

/**
 * Authenticates a player by bearer token, or by the cookie of a browser, never by both. Every reason for not knowing a
 * token has the same answer; a change that comes with a cookie must be meant by the page of its session.
 */
export async function authenticatePlayer(
  sessions: Sessions,
  event: APIGatewayProxyEventV2,
  now: Date,
): Promise<Known<AuthenticatedPlayer> | Refused> {
  expectCallerKind('player');
  const presented = presentedBy(event);
  const caller = presented === undefined ? undefined : await sessions.authenticate(presented.token, now);
  if (presented === undefined || caller === undefined) return refused('authentication-required');
  if (!presented.isMeant) return refused('csrf-refused');
  const { consentDueFrom } = caller;
  const isConsentDue = consentDueFrom !== undefined && consentDueFrom <= now.toISOString();
  if (isConsentDue && setting('ROUTE_CONSENT') === 'needed') return refused('consent-required');
  const needsStepUp = setting('ROUTE_STEP_UP') === 'needed';
  if (needsStepUp && !isProvenLately(caller.provenAt, now)) return refused('step-up-needed');
  return { outcome: 'known', caller, actor: { kind: 'player', id: caller.playerId } };
}

/** Methods that change nothing, and that other pages cannot read the answer of (RFC 9110, 9.2.1). */
const safeMethods: readonly string[] = ['GET', 'HEAD'];

function presentedBy(event: APIGatewayProxyEventV2): { token: string; isMeant: boolean } | undefined {
  const { authorization } = event.headers;
  const browser = browserOf(event);
  const { sessionCookie: cookie } = browser;
  if (authorization !== undefined && cookie !== undefined) return undefined;
  if (cookie !== undefined) {
    const isSafe = safeMethods.includes(event.requestContext.http.method);
    return { token: cookie, isMeant: isSafe || isMeantBySession(browser, cookie) };
  }
  const token = /^Bearer ([\w.-]{1,300})$/.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : { token, isMeant: true };
}

/** Authorises a member of staff: roles of the route, of the token and of the staff register must meet. */
export async function authenticateStaff(
  staff: StaffMembers,
  event: APIGatewayProxyEventV2,
): Promise<Known<StaffCaller> | Refused> {
  expectCallerKind('staff');
  const routeRoles = setting('ROUTE_ROLES').split(',');
  const claims = claimsOf(event);
  const staffId = claims['sub'];
  if (typeof staffId !== 'string' || claims['token_use'] !== 'access') return refused('authentication-required');
  const member = await staff.find(staffId);
  const groups = groupsOf(claims['cognito:groups']);
  const roles = member?.state === 'active' ? member.roles.filter((role) => groups.includes(role)) : [];
  if (!roles.some((role) => routeRoles.includes(role))) return refused('forbidden');
  const caller = { kind: 'staff' as const, staffId, roles, emailIndex: member?.emailIndex };
  return { outcome: 'known', caller, actor: { kind: 'staff', id: staffId } };
}

function claimsOf(event: APIGatewayProxyEventV2): Record<string, unknown> {
  const { authorizer } = event.requestContext as Partial<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']>;
  return authorizer?.jwt.claims ?? {};
}

/** The gateway passes the list of groups as one string, `[dpo auditor]`. */
function groupsOf(claim: unknown): StaffRole[] {
  if (typeof claim !== 'string') return [];
  const names = claim.replace(/^\[|\]$/g, '').split(/[\s,]+/);
  return names.flatMap((name) => staffRoleSchema.safeParse(name).data ?? []);
}
