import { holdsCondition } from '#local/iam/condition.ts';
import { isLike, readPattern } from '#local/iam/pattern.ts';
import type { Statement } from '#local/iam/policy.ts';
import type { PermissionRequest } from '#local/iam/request.ts';

function coversAction(statement: Statement, { action, context }: PermissionRequest): boolean {
  const names = (text: string): boolean => {
    const pattern = readPattern(text, context);
    return pattern !== undefined && isLike(pattern, action, { ignoreCase: true });
  };
  if (statement.actions !== undefined) return statement.actions.some(names);
  return statement.notActions !== undefined && !statement.notActions.some(names);
}

/** A statement without resources covers the one that its policy hangs on. */
function coversResource(statement: Statement, { resource, context }: PermissionRequest): boolean {
  const names = (text: string): boolean => {
    const pattern = readPattern(text, context);
    return pattern !== undefined && isLike(pattern, resource);
  };
  if (statement.resources !== undefined) return statement.resources.some(names);
  return statement.notResources === undefined || !statement.notResources.some(names);
}

/** Whether a statement speaks of the action and resource of a request and all its conditions hold. */
export function appliesTo(statement: Statement, request: PermissionRequest): boolean {
  return (
    coversAction(statement, request) &&
    coversResource(statement, request) &&
    statement.conditions.every((condition) => holdsCondition(condition, request.context))
  );
}
