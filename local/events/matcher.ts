import { AwsError } from '#local/aws-error.ts';
import { isMembers, type Members } from '#local/json-members.ts';

/** Decides on one present leaf value of an event. */
export type LeafTest = (value: unknown) => boolean;

/** One alternative of a pattern's list: a test of a leaf, or a test of whether there is one. */
export type Matcher = { kind: 'value'; test: LeafTest } | { kind: 'exists'; wanted: boolean };

/** Refuses a pattern as EventBridge does when a rule is created. */
export function refusePattern(reason: string): never {
  throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

const textTests: Record<string, (wanted: string) => (value: string) => boolean> = {
  prefix: (wanted) => (value) => value.startsWith(wanted),
  suffix: (wanted) => (value) => value.endsWith(wanted),
  'equals-ignore-case': (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase(),
};

function compileText(kind: string, wanted: unknown): LeafTest {
  const make = textTests[kind];
  if (make === undefined) return refusePattern(`Unrecognized match type ${kind}`);
  if (typeof wanted !== 'string') return refusePattern(`${kind} match pattern must be a string`);
  const test = make(wanted);
  return (value) => typeof value === 'string' && test(value);
}

function onlyEntry(members: Members): [string, unknown] {
  const [entry, ...others] = Object.entries(members);
  return entry && others.length === 0 ? entry : refusePattern('Only one key allowed in match expression');
}

function compileAnythingBut(unwanted: unknown): LeafTest {
  if (isMembers(unwanted)) {
    const test = compileText(...onlyEntry(unwanted));
    return (value) => !test(value);
  }
  const list: unknown[] = Array.isArray(unwanted) ? unwanted : [unwanted];
  return (value) => !list.includes(value);
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function compileNumeric(condition: unknown): LeafTest {
  if (!Array.isArray(condition) || ![2, 4].includes(condition.length)) return refusePattern('Malformed numeric match');
  const parts: unknown[] = condition;
  const tests = parts.flatMap((operator, index) => {
    if (index % 2 === 1) return [];
    const compare = comparisons[String(operator)] ?? refusePattern(`Unrecognized numeric operator ${String(operator)}`);
    const bound = parts[index + 1];
    if (typeof bound !== 'number') return refusePattern('Numeric match needs a number');
    return [(value: number) => compare(value, bound)];
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** Compiles one alternative. Throws InvalidEventPatternException for what the local cloud does not know. */
export function compileMatcher(alternative: unknown): Matcher {
  if (Array.isArray(alternative)) return refusePattern('Arrays cannot nest');
  if (!isMembers(alternative)) return { kind: 'value', test: (value) => value === alternative };
  const [kind, wanted] = onlyEntry(alternative);
  if (kind === 'exists') {
    if (typeof wanted !== 'boolean') return refusePattern('exists match pattern must be either true or false.');
    return { kind, wanted };
  }
  if (kind === 'anything-but') return { kind: 'value', test: compileAnythingBut(wanted) };
  if (kind === 'numeric') return { kind: 'value', test: compileNumeric(wanted) };
  return { kind: 'value', test: compileText(kind, wanted) };
}
