import type { Policy, Statement } from '#local/iam/policy.ts';
import { mentionOf } from '#local/iam/principal.ts';
import type { PermissionRequest } from '#local/iam/request.ts';
import { appliesTo } from '#local/iam/statement.ts';

/** The policies that decide a request. */
export interface DecidingPolicies {
  /** The policies of the caller's role. */
  identity: readonly Policy[];
  /** The policy of the resource, where it has one. */
  resource?: Policy | undefined;
  /**
   * Whether the caller's own policies count only when the resource's policy delegates to the account, as KMS keys
   * demand (AWS KMS Developer Guide, "Key policies in AWS KMS").
   */
  resourceMustDelegate?: boolean;
}

/** What came out, and the statement that decided (its Sid, or which side it stood on). */
export interface Decision {
  isAllowed: boolean;
  reason: 'allow' | 'explicit deny' | 'implicit deny';
  decidedBy?: string;
}

function denial(statement: Statement, side: string): Decision {
  return { isAllowed: false, reason: 'explicit deny', decidedBy: statement.sid ?? side };
}

/**
 * Decides a request within one account: denied unless something allows it, and any deny wins (IAM User Guide, "Policy
 * evaluation logic"). Throws when a policy uses an operator that the local cloud does not know.
 */
export function evaluate(request: PermissionRequest, policies: DecidingPolicies): Decision {
  const own = policies.identity.flat().filter((statement) => appliesTo(statement, request));
  const hung = (policies.resource ?? [])
    .map((statement) => ({ statement, mention: mentionOf(statement, request) }))
    .filter(({ statement, mention }) => mention !== 'absent' && appliesTo(statement, request));

  const ownDenial = own.find((statement) => statement.effect === 'Deny');
  if (ownDenial !== undefined) return denial(ownDenial, 'identity');
  const hungDenial = hung.find(({ statement }) => statement.effect === 'Deny');
  if (hungDenial !== undefined) return denial(hungDenial.statement, 'resource');

  const named = hung.find(({ mention }) => mention === 'named');
  if (named !== undefined) return { isAllowed: true, reason: 'allow', decidedBy: named.statement.sid ?? 'resource' };
  const isDelegated = policies.resourceMustDelegate !== true || hung.some(({ mention }) => mention === 'account');
  const [allowance] = own;
  if (allowance === undefined || !isDelegated) return { isAllowed: false, reason: 'implicit deny' };
  return { isAllowed: true, reason: 'allow', decidedBy: allowance.sid ?? 'identity' };
}
