import { compileMatcher, refusePattern } from '#local/events/matcher.ts';
import { isMembers, type Members } from '#local/json-members.ts';

/** Whether an event, or a part of one, fits a pattern. */
export type Pattern = (event: unknown) => boolean;

/** The leaves under a value: lists are looked into, objects are no leaves. */
function leavesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || isMembers(value) ? [] : [value];
}

function compileAlternatives(alternatives: readonly unknown[]): Pattern {
  if (alternatives.length === 0) return refusePattern('Empty arrays are not allowed');
  const matchers = alternatives.map(compileMatcher);
  return (value) => {
    const leaves = leavesOf(value);
    return matchers.some((matcher) =>
      matcher.kind === 'exists' ? leaves.length > 0 === matcher.wanted : leaves.some(matcher.test),
    );
  };
}

function compileOr(branches: unknown): Pattern {
  if (!Array.isArray(branches)) return refusePattern('$or must be an array');
  const patterns = branches.map((branch: unknown) =>
    isMembers(branch) ? compilePattern(branch) : refusePattern('$or must hold objects'),
  );
  return (value) => patterns.some((pattern) => pattern(value));
}

function compileField(name: string, wanted: unknown): Pattern {
  if (name === '$or') return compileOr(wanted);
  const test = isMembers(wanted)
    ? compilePattern(wanted)
    : compileAlternatives(Array.isArray(wanted) ? wanted : refusePattern(`"${name}" must be an object or an array`));
  return (value) => test(isMembers(value) ? value[name] : undefined);
}

/**
 * Compiles an event pattern of EventBridge, also the grammar of Lambda's filter criteria: exact values, `prefix`,
 * `suffix`, `equals-ignore-case`, `exists`, `anything-but`, `numeric` and `$or`. `exists` looks at leaves only, and a
 * list fits when one of its elements does (EventBridge user guide, "Event patterns"). Throws on anything else.
 */
export function compilePattern(pattern: Members): Pattern {
  const fields = Object.entries(pattern).map(([name, wanted]) => compileField(name, wanted));
  if (fields.length === 0) return refusePattern('Empty event pattern is not allowed');
  const fits: Pattern = (value) => fields.every((field) => field(value));
  return (value) => (Array.isArray(value) ? value.some(fits) : fits(value));
}
