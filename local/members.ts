import { AwsError } from '#local/aws-error.ts';

/** The members of a JSON object whose shape is not known yet: a request, or the properties of a template's resource. */
export type Members = Record<string, unknown>;

/** Whether a value is a JSON object: neither null nor a list. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(name: string, expected: string): never {
  throw new AwsError('SerializationException', `${name} must be ${expected}`);
}

/** A text member, or undefined when it is absent. Throws a SerializationException on another type. */
export function optionalText(members: Members, name: string): string | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : refuse(name, 'a string');
}

/** A text member that must be there. Throws a MissingParameter error when it is absent or empty. */
export function textOf(members: Members, name: string): string {
  const value = optionalText(members, name);
  if (value) return value;
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/** A number member, or undefined when it is absent. CloudFormation also writes numbers as text. */
export function optionalNumber(members: Members, name: string): number | undefined {
  const value = members[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : refuse(name, 'a number');
}

/** An object member; `{}` when it is absent. */
export function membersOf(members: Members, name: string): Members {
  const value = members[name] ?? {};
  return isMembers(value) ? value : refuse(name, 'an object');
}

/** A member that is a list of objects; `[]` when it is absent. */
export function memberListOf(members: Members, name: string): Members[] {
  const value = members[name] ?? [];
  if (!Array.isArray(value)) return refuse(name, 'a list');
  return value.map((entry: unknown) => (isMembers(entry) ? entry : refuse(name, 'a list of objects')));
}

/** A member that is a list of texts; `[]` when it is absent. */
export function textsOf(members: Members, name: string): string[] {
  const value = members[name] ?? [];
  if (!Array.isArray(value)) return refuse(name, 'a list');
  return value.map((entry: unknown) => (typeof entry === 'string' ? entry : refuse(name, 'a list of strings')));
}
