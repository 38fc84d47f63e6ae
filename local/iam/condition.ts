import { findOperator } from '#local/iam/operators.ts';
import { readPattern, type Pattern } from '#local/iam/pattern.ts';
import type { Condition } from '#local/iam/policy.ts';
import { contextValues, type RequestContext } from '#local/iam/request.ts';

interface OperatorName {
  quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  bare: string;
  ifExists: boolean;
}

function readOperatorName(text: string): OperatorName {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text);
  if (match === null) throw new Error(`The IAM condition operator ${text} is not supported locally`);
  const [, quantifier, bare = '', ifExists] = match;
  return {
    quantifier: quantifier === 'ForAllValues' || quantifier === 'ForAnyValue' ? quantifier : undefined,
    bare,
    ifExists: ifExists !== undefined,
  };
}

/** Without the key, `IfExists`, `ForAllValues` and negated operators hold; everything else does not. */
function holdsWithoutKey(name: OperatorName, isNegated: boolean): boolean {
  if (name.ifExists || name.quantifier === 'ForAllValues') return true;
  return name.quantifier === undefined && isNegated;
}

/** Whether one condition of a statement holds for a request. Throws on an operator that is not known. */
export function holdsCondition(condition: Condition, context: RequestContext): boolean {
  const name = readOperatorName(condition.operator);
  const found = contextValues(context, condition.key);
  const values = found === undefined || found.length === 0 ? undefined : found;
  if (name.bare === 'Null') return condition.values.some((wanted) => (wanted === 'true') === (values === undefined));
  const operator = findOperator(name.bare);
  if (values === undefined) return holdsWithoutKey(name, operator.isNegated);
  const patterns = condition.values
    .map((text) => readPattern(text, context))
    .filter((pattern): pattern is Pattern => pattern !== undefined);
  const meets = (value: string): boolean =>
    patterns.some((pattern) => operator.test(pattern, value)) !== operator.isNegated;
  const isForAll = name.quantifier === 'ForAllValues' || (name.quantifier === undefined && operator.isNegated);
  return isForAll ? values.every(meets) : values.some(meets);
}
