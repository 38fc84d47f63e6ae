import type { AttributeValue } from '../attribute-value.ts';

/** Names of attributes and indexes into lists, outermost first. */
export type Path = (string | number)[];

/** What a condition compares. */
export type Operand =
  { kind: 'path'; path: Path } | { kind: 'value'; value: AttributeValue } | { kind: 'size'; operand: Operand };

/** The functions of conditions, with the number of their operands. */
export const conditionFunctions = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
} as const;

/** Name of a function that answers true or false. */
export type ConditionFunction = keyof typeof conditionFunctions;

/** The comparison operators. */
export const comparators = ['=', '<>', '<', '<=', '>', '>='] as const;

/** One of the comparison operators. */
export type Comparator = (typeof comparators)[number];

/** A parsed condition, filter or key condition. */
export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'in'; operand: Operand; candidates: Operand[] }
  | { kind: 'function'; name: ConditionFunction; operands: Operand[] };

/** What stands to the right of `=` in a SET clause. */
export type Expression =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'arithmetic'; operator: '+' | '-'; left: Expression; right: Expression }
  | { kind: 'if_not_exists'; path: Path; fallback: Expression }
  | { kind: 'list_append'; left: Expression; right: Expression };

/** A parsed update expression. */
export interface Update {
  set: { path: Path; expression: Expression }[];
  remove: Path[];
  add: { path: Path; value: AttributeValue }[];
  delete: { path: Path; value: AttributeValue }[];
}

/** Every path that an update writes to, in the order of its sections. */
export function pathsOfUpdate(update: Update): Path[] {
  return [
    ...update.set.map(({ path }) => path),
    ...update.remove,
    ...update.add.map(({ path }) => path),
    ...update.delete.map(({ path }) => path),
  ];
}

function pathsOfOperand(operand: Operand): Path[] {
  if (operand.kind === 'value') return [];
  return operand.kind === 'path' ? [operand.path] : pathsOfOperand(operand.operand);
}

/** Every path that a condition reads. */
export function pathsOfCondition(condition: Condition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...pathsOfCondition(condition.left), ...pathsOfCondition(condition.right)];
    case 'not':
      return pathsOfCondition(condition.condition);
    case 'compare':
      return [condition.left, condition.right].flatMap(pathsOfOperand);
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(pathsOfOperand);
    case 'in':
      return [condition.operand, ...condition.candidates].flatMap(pathsOfOperand);
    case 'function':
      return condition.operands.flatMap(pathsOfOperand);
  }
}
