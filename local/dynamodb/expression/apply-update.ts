import { makeSet, membersOfSet, typeNameOf, type AttributeValue, type Item } from '../attribute-value.ts';
import { addNumbers, subtractNumbers } from '../numbers.ts';
import { invalid } from '../refusals.ts';
import { readPath } from './read-path.ts';
import type { Expression, Path, Update } from './syntax.ts';

type Container = { L: AttributeValue[] } | { M: Item };

function wrongOperand() {
  return invalid('An operand in the update expression has an incorrect data type');
}

function evaluateArithmetic(expression: Expression & { kind: 'arithmetic' }, item: Item): AttributeValue {
  const [left, right] = [evaluate(expression.left, item), evaluate(expression.right, item)];
  if (!('N' in left && 'N' in right)) throw wrongOperand();
  return { N: expression.operator === '+' ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N) };
}

/** Evaluates against the item as it was before the update. */
function evaluate(expression: Expression, item: Item): AttributeValue {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'path': {
      const value = readPath(item, expression.path);
      if (value !== undefined) return value;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'arithmetic':
      return evaluateArithmetic(expression, item);
    case 'if_not_exists':
      return readPath(item, expression.path) ?? evaluate(expression.fallback, item);
    case 'list_append': {
      const [left, right] = [evaluate(expression.left, item), evaluate(expression.right, item)];
      if (!('L' in left && 'L' in right)) throw wrongOperand();
      return { L: [...left.L, ...right.L] };
    }
  }
}

function containerOf(item: Item, path: Path): Container {
  const container = readPath(item, path.slice(0, -1));
  const index = typeof path.at(-1) === 'number';
  if (container !== undefined && index && 'L' in container) return container;
  if (container !== undefined && !index && 'M' in container) return container;
  throw invalid('The document path provided in the update expression is invalid for update');
}

/** Writes a value; an index past the end of a list appends. */
function writePath(item: Item, path: Path, value: AttributeValue): void {
  const container = containerOf(item, path);
  const step = path.at(-1) ?? '';
  if ('M' in container) container.M[step] = value;
  else container.L[Math.min(Number(step), container.L.length)] = value;
}

/** Removes all paths at once, so that indexes mean the list as it was. */
function removePaths(item: Item, paths: Path[]): void {
  const removed = new Map<Container & { L: AttributeValue[] }, Set<number>>();
  for (const path of paths) {
    const container = containerOf(item, path);
    const step = path.at(-1) ?? '';
    if ('M' in container) delete container.M[step];
    else removed.set(container, (removed.get(container) ?? new Set<number>()).add(Number(step)));
  }
  for (const [list, indexes] of removed) list.L = list.L.filter((_, index) => !indexes.has(index));
}

/** The union of two sets; undefined for a value that is no set. */
function unite(current: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  const type = typeNameOf(value);
  if (type !== 'SS' && type !== 'NS' && type !== 'BS') return undefined;
  const members = new Set([...((current && membersOfSet(current)) ?? []), ...(membersOfSet(value) ?? [])]);
  return makeSet(type, [...members]);
}

function addToValue(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (current !== undefined && typeNameOf(current) !== typeNameOf(value)) throw wrongOperand();
  const left = current ?? { N: '0' };
  if ('N' in value && 'N' in left) return { N: addNumbers(left.N, value.N) };
  const union = unite(current, value);
  if (union !== undefined) return union;
  throw invalid(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: ${typeNameOf(value)}`,
  );
}

/** Takes members out of a set; undefined when none is left, for DynamoDB has no empty sets. */
function deleteFromSet(current: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  const type = typeNameOf(value);
  if ((type !== 'SS' && type !== 'NS' && type !== 'BS') || typeNameOf(current) !== type) throw wrongOperand();
  const gone = new Set(membersOfSet(value));
  const left = (membersOfSet(current) ?? []).filter((member) => !gone.has(member));
  return left.length === 0 ? undefined : makeSet(type, left);
}

/** The item after an update; the given item stays as it is. Throws ValidationException on operands that do not fit. */
export function applyUpdate(update: Update, before: Item): Item {
  const item = structuredClone(before);
  const written = update.set.map(({ path, expression }) => ({
    path,
    value: structuredClone(evaluate(expression, before)),
  }));
  for (const { path, value } of update.add) writePath(item, path, addToValue(readPath(item, path), value));
  for (const { path, value } of update.delete) {
    const current = readPath(item, path);
    if (current === undefined) continue;
    const left = deleteFromSet(current, value);
    if (left === undefined) removePaths(item, [path]);
    else writePath(item, path, left);
  }
  for (const { path, value } of written) writePath(item, path, value);
  removePaths(item, update.remove);
  return item;
}
