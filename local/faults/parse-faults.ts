import { AwsError } from '../aws-error.ts';
import { isRecord, optionalNumberAt, optionalTextAt } from '../template/properties.ts';
import type { Fault } from './fault-plan.ts';

const kinds = ['throttle', 'fail-before', 'fail-after', 'delay', 'kill', 'duplicate', 'reorder'] as const;
const members: readonly string[] = ['kind', 'functionName', 'action', 'nth', 'times', 'delayMs'];

function parseFault(value: unknown): Fault {
  if (!isRecord(value)) throw new AwsError('ValidationException', 'A fault should be an object');
  const kind = kinds.find((each) => each === value['kind']);
  if (kind === undefined)
    throw new AwsError('ValidationException', `The kind of a fault is one of ${kinds.join(', ')}`);
  const stranger = Object.keys(value).find((name) => !members.includes(name));
  if (stranger !== undefined) throw new AwsError('ValidationException', `A fault has no member ${stranger}`);
  const functionName = optionalTextAt(value, 'functionName');
  const action = optionalTextAt(value, 'action');
  const nth = optionalNumberAt(value, 'nth');
  const times = optionalNumberAt(value, 'times');
  const delayMs = optionalNumberAt(value, 'delayMs');
  return {
    kind,
    ...(functionName !== undefined && { functionName }),
    ...(action !== undefined && { action }),
    ...(nth !== undefined && { nth }),
    ...(times !== undefined && { times }),
    ...(delayMs !== undefined && { delayMs }),
  };
}

/** Reads a fault plan as the control endpoint receives it: a JSON list. Throws a ValidationException. */
export function parseFaults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) throw new AwsError('ValidationException', 'A fault plan should be a list');
  return value.map(parseFault);
}
