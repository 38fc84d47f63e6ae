import { membersOfSet, typeNameOf, type AttributeValue, type Item } from '../attribute-value.ts';
import { bytesOf, compareValues, equalValues } from '../comparison.ts';
import { readPath } from './read-path.ts';
import type { Comparator, Condition, ConditionFunction, Operand } from './syntax.ts';

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const members = membersOfSet(value);
  if (members !== undefined) return { N: String(members.length) };
  if ('S' in value || 'B' in value) return { N: String(bytesOf(value).length) };
  if ('L' in value) return { N: String(value.L.length) };
  return 'M' in value ? { N: String(Object.keys(value.M).length) } : undefined;
}

function readOperand(operand: Operand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return readPath(item, operand.path);
    case 'size':
      return sizeOf(readOperand(operand.operand, item));
  }
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const bytes = bytesOf(prefix);
  return bytesOf(value).subarray(0, bytes.length).equals(bytes);
}

function setContains(value: AttributeValue, wanted: AttributeValue): boolean {
  if ('SS' in value) return 'S' in wanted && value.SS.includes(wanted.S);
  if ('NS' in value) return 'N' in wanted && value.NS.includes(wanted.N);
  return 'BS' in value && 'B' in wanted && value.BS.includes(wanted.B);
}

function contains(value: AttributeValue, wanted: AttributeValue): boolean {
  if ('S' in value) return 'S' in wanted && value.S.includes(wanted.S);
  if ('B' in value) return 'B' in wanted && bytesOf(value).includes(bytesOf(wanted));
  if ('L' in value) return value.L.some((entry) => equalValues(entry, wanted));
  return setContains(value, wanted);
}

function holdsCall(name: ConditionFunction, operands: (AttributeValue | undefined)[]): boolean {
  const [value, argument] = operands;
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  if (value === undefined || argument === undefined) return false;
  if (name === 'attribute_type') return 'S' in argument && typeNameOf(value) === argument.S;
  return name === 'begins_with' ? beginsWith(value, argument) : contains(value, argument);
}

function holdsComparison(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (comparator === '=') return equalValues(left, right);
  if (comparator === '<>') return !equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

type MaybeValue = AttributeValue | undefined;

function liesBetween(value: MaybeValue, low: MaybeValue, high: MaybeValue): boolean {
  return holdsComparison('>=', value, low) && holdsComparison('<=', value, high);
}

/** Whether a condition holds for an item; the absent item is given as an empty one. */
export function holds(condition: Condition, item: Item): boolean {
  const read = (operand: Operand) => readOperand(operand, item);
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.condition, item);
    case 'compare':
      return holdsComparison(condition.comparator, read(condition.left), read(condition.right));
    case 'between':
      return liesBetween(read(condition.operand), read(condition.low), read(condition.high));
    case 'in':
      return condition.candidates.some((candidate) => equalValues(read(condition.operand), read(candidate)));
    case 'function':
      return holdsCall(condition.name, condition.operands.map(read));
  }
}
