import type { AttributeValue } from '../attribute-value.ts';
import type { Cursor } from './cursor.ts';
import { pathsOfUpdate, type Expression, type Path, type Update } from './syntax.ts';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

function parseCall(cursor: Cursor, name: string): Expression {
  cursor.skip(2);
  const operands = [parseSum(cursor)];
  while (cursor.take(',')) operands.push(parseSum(cursor));
  cursor.expect(')');
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length !== 2) {
    throw cursor.refuse(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === 'list_append') return { kind: 'list_append', left, right };
  if (left.kind !== 'path') {
    throw cursor.refuse(`Operator or function requires a document path; operator or function: ${name}`);
  }
  return { kind: 'if_not_exists', path: left.path, fallback: right };
}

function parseTerm(cursor: Cursor): Expression {
  const value = cursor.takeValue();
  if (value !== undefined) return { kind: 'value', value };
  if (cursor.take('(')) {
    const expression = parseSum(cursor);
    cursor.expect(')');
    return expression;
  }
  const name = cursor.callAhead();
  if (name === undefined) return { kind: 'path', path: cursor.takePath() };
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw cursor.refuse(`Invalid function name; function: ${name}`);
  }
  return parseCall(cursor, name);
}

function parseSum(cursor: Cursor): Expression {
  let left = parseTerm(cursor);
  for (;;) {
    const operator = (['+', '-'] as const).find((symbol) => cursor.take(symbol));
    if (operator === undefined) return left;
    left = { kind: 'arithmetic', operator, left, right: parseTerm(cursor) };
  }
}

function requireValue(cursor: Cursor): AttributeValue {
  const value = cursor.takeValue();
  if (value === undefined) throw cursor.syntaxError();
  return value;
}

function parseClause(cursor: Cursor, section: (typeof sections)[number], update: Update): void {
  const path = cursor.takePath();
  if (section === 'REMOVE') {
    update.remove.push(path);
  } else if (section === 'SET') {
    cursor.expect('=');
    update.set.push({ path, expression: parseSum(cursor) });
  } else {
    update[section === 'ADD' ? 'add' : 'delete'].push({ path, value: requireValue(cursor) });
  }
}

function overlaps(left: Path, right: Path): boolean {
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).every((step, index) => step === right[index]);
}

function refuseOverlaps(cursor: Cursor, update: Update): void {
  const paths = pathsOfUpdate(update);
  for (const [index, path] of paths.entries()) {
    const other = paths.slice(index + 1).find((candidate) => overlaps(path, candidate));
    if (other === undefined) continue;
    throw cursor.refuse(
      `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${path.join(', ')}], path two: [${other.join(', ')}]`,
    );
  }
}

/** Parses an update expression to its end. Throws ValidationException. */
export function parseUpdate(cursor: Cursor): Update {
  const update: Update = { set: [], remove: [], add: [], delete: [] };
  const seen = new Set<string>();
  while (cursor.peek() !== undefined) {
    const section = sections.find((keyword) => cursor.take(keyword));
    if (section === undefined) throw cursor.syntaxError();
    if (seen.has(section)) {
      throw cursor.refuse(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do parseClause(cursor, section, update);
    while (cursor.take(','));
  }
  refuseOverlaps(cursor, update);
  return update;
}
