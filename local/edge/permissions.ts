import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { Decision } from '../iam/evaluate.ts';
import { roleArn } from '../iam/principal.ts';
import { localAccount } from '../identity.ts';
import type { Authorize, Need, Principal } from '../identity.ts';
import { callContext } from './call-context.ts';
import type { Journal } from './journal.ts';
import type { Policies } from './policies.ts';

/** Decides permissions by the stage's policies, and writes each decision into the journal. */
export interface Permissions {
  /** Lets a caller do something or throws AccessDenied. */
  authorize: Authorize;
  /** The same for a role that a service takes on, such as a mapping's or a schedule's. */
  authorizeRole(roleName: string, sessionName: string): (need: Need) => void;
  /** Whether a service, such as `events.amazonaws.com`, may do something to a resource that has a policy. */
  serviceMay(service: string, need: Need): boolean;
}

/** What permissions depend on. */
export interface PermissionOptions {
  region: string;
  clock: Clock;
  policies: Policies;
  journal: Journal;
}

/** Services that answer a denial with 403; the older JSON protocols answer 400. */
const restActions = /^(s3|ses|execute-api):/;

function describe(principal: Principal | undefined, need: Need, decision: Decision): string {
  const caller = principal === undefined ? 'Anonymous user' : `User: ${principal.arn}`;
  const because =
    decision.reason === 'explicit deny'
      ? `with an explicit deny (${decision.decidedBy ?? 'policy'})`
      : `because no policy allows the ${need.action} action`;
  return `${caller} is not authorized to perform: ${need.action} on resource: ${need.resource} ${because}`;
}

function refusal(need: Need, message: string): AwsError {
  const code = need.action.startsWith('s3:') ? 'AccessDenied' : 'AccessDeniedException';
  return new AwsError(code, message, { status: restActions.test(need.action) ? 403 : 400 });
}

/** The function whose role asks; a form that it signed is posted by others, whose call has no context. */
function functionOf(principal: Principal | undefined): string | undefined {
  return principal?.roleName === undefined ? undefined : principal.arn.split('/').at(-1);
}

/** Opens the decisions of one cloud. The operator may do everything. */
export function openPermissions({ region, clock, policies, journal }: PermissionOptions): Permissions {
  const contextOf = (principal: Principal | undefined, need: Need) => ({
    'aws:SecureTransport': 'true',
    'aws:PrincipalAccount': localAccount,
    'aws:PrincipalArn': principal && roleArn(principal.arn),
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(clock.now()).toISOString(),
    'aws:EpochTime': String(Math.floor(clock.now() / 1000)),
    ...need.context,
  });

  const decide = (principal: Principal | undefined, need: Need): Decision => {
    const { action, resource } = need;
    const request = { principalArn: principal?.arn ?? 'anonymous', account: localAccount, action, resource };
    const roleName = principal?.roleName;
    return evaluate(
      { ...request, context: contextOf(principal, need) },
      {
        identity: roleName === undefined ? [] : policies.ofRole(roleName),
        resource: policies.ofResource(resource),
        resourceMustDelegate: action.startsWith('kms:'),
      },
    );
  };

  const authorize: Authorize = (principal, need) => {
    const isOperator = principal !== undefined && principal.roleName === undefined;
    const decision: Decision = isOperator ? { isAllowed: true, reason: 'allow' } : decide(principal, need);
    const { action, resource } = need;
    const message = decision.isAllowed ? undefined : describe(principal, need, decision);
    const functionName = functionOf(principal);
    journal.record({
      at: clock.now(),
      ...(functionName !== undefined && { functionName }),
      ...callContext.getStore(),
      action,
      resource,
      allowed: decision.isAllowed,
      context: need.context,
      ...(message !== undefined && { reason: message }),
    });
    if (message !== undefined) throw refusal(need, message);
  };

  return {
    authorize,
    authorizeRole(roleName, sessionName) {
      const arn = `arn:aws:sts::${localAccount}:assumed-role/${roleName}/${sessionName}`;
      return (need) =>
        callContext.run({ functionName: sessionName }, () =>
          authorize({ accessKeyId: 'service', arn, roleName }, need),
        );
    },
    serviceMay(service, need) {
      const resource = policies.ofResource(need.resource);
      const request = { ...need, principalArn: service, account: localAccount, isService: true };
      return evaluate(request, { identity: [], resource }).isAllowed;
    },
  };
}
