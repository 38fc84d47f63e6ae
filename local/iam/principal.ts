import { isLike, readPattern } from '#local/iam/pattern.ts';
import type { Principals, Statement } from '#local/iam/policy.ts';
import type { PermissionRequest } from '#local/iam/request.ts';

/**
 * How a resource policy speaks of a caller: by name, through the account (which leaves the decision to the caller's own
 * policies), or not at all.
 */
export type Mention = 'named' | 'account' | 'absent';

/** The role behind an assumed-role session: policies and `aws:PrincipalArn` name the role, requests the session. */
export function roleArn(principalArn: string): string {
  return principalArn.replace(/^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:aws:iam::$1:role/$2');
}

function isServiceNamed(services: string[], request: PermissionRequest): boolean {
  return services.some((service) => {
    const pattern = readPattern(service, request.context);
    return pattern !== undefined && isLike(pattern, request.principalArn);
  });
}

function mention(principals: Principals, request: PermissionRequest): Mention {
  if (principals === 'everyone' || principals.aws.includes('*')) return 'named';
  if (request.isService === true) return isServiceNamed(principals.service, request) ? 'named' : 'absent';
  const { principalArn, account } = request;
  if (principals.aws.some((arn) => arn === principalArn || arn === roleArn(principalArn))) return 'named';
  const isAccount = principalArn.includes(`::${account}:`);
  const isDelegated = principals.aws.some((arn) => arn === account || arn === `arn:aws:iam::${account}:root`);
  return isAccount && isDelegated ? 'account' : 'absent';
}

/** How a statement of a resource policy speaks of the caller. */
export function mentionOf(statement: Statement, request: PermissionRequest): Mention {
  if (statement.notPrincipals !== undefined) {
    return mention(statement.notPrincipals, request) === 'absent' ? 'named' : 'absent';
  }
  return statement.principals === undefined ? 'absent' : mention(statement.principals, request);
}
