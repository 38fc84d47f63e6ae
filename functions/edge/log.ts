import type { KeyClass } from '#catalogue/key-classes.ts';
import type { Unsealing } from '#stores/unsealing.ts';

/** What a log line may carry: codes, opaque ids and measurements. There is no field for free text. */
export interface LogFields {
  requestId?: string;
  route?: string;
  status?: number;
  problem?: string;
  latencyMilliseconds?: number;
  actorKind?: string;
  actorId?: string;
  eventId?: string;
  recordId?: string;
  subjectId?: string;
  state?: string;
  keyClass?: KeyClass;
  count?: number;
  errorName?: string;
  errorCode?: string;
  stackFrames?: readonly string[];
  unsealings?: readonly Unsealing[];
}

/** Writes one coded event as a line of JSON. Codes are upper snake case, past tense. */
export function logEvent(code: string, fields: LogFields): void {
  const functionName = process.env['AWS_LAMBDA_FUNCTION_NAME'];
  process.stdout.write(`${JSON.stringify({ code, functionName, ...fields })}\n`);
}

/** Logs a defect by name, code and stack frames; never `message` or `cause`, which may quote input. */
export function logDefect(error: unknown, fields: LogFields): void {
  const { name, code, stack } = describeError(error);
  const stackFrames = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 12);
  logEvent('DEFECT', { ...fields, errorName: name, ...(code === undefined ? {} : { errorCode: code }), stackFrames });
}

function describeError(error: unknown): { name: string; code?: string; stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, stack: '' };
  const code: unknown = 'code' in error ? error.code : undefined;
  return { name: error.name, stack: error.stack ?? '', ...(typeof code === 'string' ? { code } : {}) };
}
