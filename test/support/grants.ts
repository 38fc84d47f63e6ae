import type { JournalEntry } from '#local/edge/journal.ts';
import { readPolicies } from '#local/edge/policies.ts';
import type { Statement } from '#local/iam/policy.ts';
import { appliesTo } from '#local/iam/statement.ts';
import { textAt } from '#local/template/properties.ts';
import type { Stage } from '#local/template/stage.ts';

/** One thing that one function may do: a statement of its role taken apart to one action, resource and condition. */
export interface Grant {
  functionName: string;
  action: string;
  /** The resource with ARNs of keys read as their logical ids, and conditions in brackets. */
  target: string;
  /** Function, action and target; the same in every cloud of the same templates. */
  name: string;
  statement: Statement;
}

/** Every way to choose one value of each list. */
function choices(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (chosen, list) => chosen.flatMap((one) => list.map((value) => [...one, value])),
    [[]],
  );
}

function takeApart(statement: Statement): Statement[] {
  const { actions = [], resources = [], conditions } = statement;
  const values = choices(conditions.map((condition) => condition.values));
  return actions.flatMap((action) =>
    resources.flatMap((resource) =>
      values.map((chosen) => ({
        ...statement,
        actions: [action],
        resources: [resource],
        conditions: conditions.map((condition, at) => ({ ...condition, values: [chosen[at] ?? ''] })),
      })),
    ),
  );
}

function readableResource(stage: Stage) {
  const keys = new Map(stage.resources('AWS::KMS::Key').map((key) => [stage.arnOf(key), key.logicalId]));
  return (arn: string) => keys.get(arn) ?? arn.split(':').slice(5).join(':');
}

/** Every permission that the templates give to functions. Throws when a role has something else than plain allowances. */
export function grantsOf(stage: Stage): Grant[] {
  const policies = readPolicies(stage);
  const readable = readableResource(stage);
  return stage.resources('AWS::Lambda::Function').flatMap((resource) => {
    const roleName = textAt(resource.properties, 'Role').split('/').at(-1) ?? '';
    const functionName = resource.name;
    return policies.ofRole(roleName).flatMap((policy) =>
      policy.flatMap(takeApart).map((statement) => {
        if (statement.effect !== 'Allow') throw new Error(`${functionName} has a statement that does not allow`);
        const action = statement.actions?.[0] ?? '';
        const conditions = statement.conditions.map(({ key, values }) => `${key} ${values.join()}`);
        const brackets = conditions.length === 0 ? '' : ` [${conditions.join(', ')}]`;
        const target = readable(statement.resources?.[0] ?? '') + brackets;
        return { functionName, action, target, name: `${functionName} ${action} ${target}`, statement };
      }),
    );
  });
}

/** Whether an entry of the journal is a use of this grant. */
export function usesGrant(grant: Grant, entry: JournalEntry): boolean {
  const { functionName, action, resource, allowed, context = {} } = entry;
  if (!allowed || functionName !== grant.functionName || action !== grant.action) return false;
  return appliesTo(grant.statement, { principalArn: '', account: '', action, resource, context });
}
