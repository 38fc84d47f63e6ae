import { typeNameOf, type AttributeValue } from '../attribute-value.ts';
import { compareValues } from '../comparison.ts';
import type { Cursor } from './cursor.ts';
import { comparators, conditionFunctions, type Condition, type ConditionFunction, type Operand } from './syntax.ts';

/** Operands that IN takes at most. */
const candidatesMax = 100;

function isConditionFunction(name: string | undefined): name is ConditionFunction {
  return name !== undefined && Object.hasOwn(conditionFunctions, name);
}

function parseOperands(cursor: Cursor): Operand[] {
  const operands = [parseOperand(cursor)];
  while (cursor.take(',')) operands.push(parseOperand(cursor));
  cursor.expect(')');
  return operands;
}

/** Consumes `name(operands)` and checks how many there are. */
function parseCall(cursor: Cursor, name: string, count: number): Operand[] {
  cursor.skip(2);
  const operands = parseOperands(cursor);
  if (operands.length === count) return operands;
  throw cursor.refuse(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
  );
}

function parseOperand(cursor: Cursor): Operand {
  const value = cursor.takeValue();
  if (value !== undefined) return { kind: 'value', value };
  const name = cursor.callAhead();
  if (name === undefined) return { kind: 'path', path: cursor.takePath() };
  if (name !== 'size') throw cursor.refuse(`Invalid function name; function: ${name}`);
  const [operand] = parseCall(cursor, name, 1);
  if (operand === undefined) throw cursor.syntaxError();
  return { kind: 'size', operand };
}

function describeBound(value: AttributeValue): string {
  const content = 'N' in value ? value.N : 'S' in value ? value.S : 'B' in value ? value.B : '';
  return `AttributeValue: {${typeNameOf(value)}:${content}}`;
}

function parseBetween(cursor: Cursor, operand: Operand): Condition {
  const low = parseOperand(cursor);
  cursor.expect('AND');
  const high = parseOperand(cursor);
  if (low.kind === 'value' && high.kind === 'value' && (compareValues(low.value, high.value) ?? 0) > 0) {
    throw cursor.refuse(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: ${describeBound(low.value)}, upper bound operand: ${describeBound(high.value)}`,
    );
  }
  return { kind: 'between', operand, low, high };
}

function parseMembership(cursor: Cursor, operand: Operand): Condition {
  cursor.expect('(');
  const candidates = parseOperands(cursor);
  if (candidates.length <= candidatesMax) return { kind: 'in', operand, candidates };
  throw cursor.refuse(`The IN operator is provided with too many operands; number of operands: ${candidates.length}`);
}

function parseComparison(cursor: Cursor): Condition {
  const left = parseOperand(cursor);
  if (cursor.take('BETWEEN')) return parseBetween(cursor, left);
  if (cursor.take('IN')) return parseMembership(cursor, left);
  const comparator = comparators.find((symbol) => cursor.take(symbol));
  if (comparator === undefined) throw cursor.syntaxError();
  return { kind: 'compare', comparator, left, right: parseOperand(cursor) };
}

function parsePrimary(cursor: Cursor): Condition {
  if (cursor.take('(')) {
    const condition = parseDisjunction(cursor);
    cursor.expect(')');
    return condition;
  }
  const name = cursor.callAhead();
  if (!isConditionFunction(name)) return parseComparison(cursor);
  return { kind: 'function', name, operands: parseCall(cursor, name, conditionFunctions[name]) };
}

function parseNegation(cursor: Cursor): Condition {
  return cursor.take('NOT') ? { kind: 'not', condition: parseNegation(cursor) } : parsePrimary(cursor);
}

function parseConjunction(cursor: Cursor): Condition {
  let condition = parseNegation(cursor);
  while (cursor.take('AND')) condition = { kind: 'and', left: condition, right: parseNegation(cursor) };
  return condition;
}

function parseDisjunction(cursor: Cursor): Condition {
  let condition = parseConjunction(cursor);
  while (cursor.take('OR')) condition = { kind: 'or', left: condition, right: parseConjunction(cursor) };
  return condition;
}

/** Parses a condition, filter or key condition to its end. Throws ValidationException. */
export function parseCondition(cursor: Cursor): Condition {
  const condition = parseDisjunction(cursor);
  cursor.expectEnd();
  return condition;
}
