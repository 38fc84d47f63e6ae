import { AwsError } from '#local/aws-error.ts';
import { isMembers } from '#local/json-members.ts';

const pathShape = /^\$(?:\.[A-Za-z0-9_/-]+|\[(?:\d+|\*)\])*$/;
const step = /\.([A-Za-z0-9_/-]+)|\[(\d+|\*)\]/g;

type Step = (values: unknown[]) => unknown[];

function readStep([, name, index]: RegExpMatchArray): Step {
  if (name !== undefined) return (values) => values.map((value) => (isMembers(value) ? value[name] : undefined));
  if (index === '*') return (values) => values.flatMap((value: unknown) => (Array.isArray(value) ? value : []));
  return (values) => values.map((value): unknown => (Array.isArray(value) ? value[Number(index)] : undefined));
}

/**
 * Compiles the part of JSONPath that EventBridge's input paths know: dots, list indices and `[*]`, with letters, digits,
 * dashes, underscores and slashes in names. Throws on other syntax, which AWS accepts and then never finds.
 * The answer reads a value, or undefined where there is none; with `[*]` a list of those found.
 */
export function compilePath(path: string): (event: unknown) => unknown {
  if (!pathShape.test(path)) throw new AwsError('ValidationException', `Invalid JSON path ${path}`);
  const steps = [...path.matchAll(step)].map(readStep);
  const many = path.includes('[*]');
  return (event) => {
    const found = steps.reduce((values, next) => next(values), [event]).filter((value) => value !== undefined);
    return many ? found : found[0];
  };
}
