import { AwsError } from './aws-error.ts';

/** The parsed JSON body of a request. */
export type Members = Record<string, unknown>;

function wrongType(name: string, expected: string): AwsError {
  return new AwsError('SerializationException', `${name} must be ${expected}`);
}

function missing(name: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
}

/** Whether a value is a JSON object (neither null nor an array). */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an optional string member. Throws SerializationException on another type. */
export function readText(input: Members, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrongType(name, 'a string');
  return value;
}

/** Reads a string member that must be there. Throws ValidationException when it is absent. */
export function requireText(input: Members, name: string): string {
  const value = readText(input, name);
  if (value === undefined) throw missing(name);
  return value;
}

/** Reads an optional boolean member; absent counts as false. Throws SerializationException on another type. */
export function readFlag(input: Members, name: string): boolean {
  const value = input[name] ?? false;
  if (typeof value !== 'boolean') throw wrongType(name, 'a boolean');
  return value;
}

/** Reads an optional whole number. Throws SerializationException on anything else. */
export function readWhole(input: Members, name: string): number | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && (typeof value !== 'number' || !Number.isInteger(value))) {
    throw wrongType(name, 'a whole number');
  }
  return value;
}

/** Reads an optional structure or map. Throws SerializationException on another type. */
export function readMembers(input: Members, name: string): Members | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && !isMembers(value)) throw wrongType(name, 'a structure');
  return value;
}

/** Reads a structure or map that must be there. Throws ValidationException when it is absent. */
export function requireMembers(input: Members, name: string): Members {
  const value = readMembers(input, name);
  if (value === undefined) throw missing(name);
  return value;
}

/** Reads an optional map whose values are strings. Throws SerializationException on another type. */
export function readTexts(input: Members, name: string): Record<string, string> | undefined {
  const map = readMembers(input, name);
  if (map === undefined) return undefined;
  return Object.fromEntries(Object.keys(map).map((key) => [key, requireText(map, key)]));
}

/** Reads an optional list of structures; absent counts as empty. Throws SerializationException on another type. */
export function readList(input: Members, name: string): Members[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw wrongType(name, 'a list');
  return value.map((entry: unknown) => {
    if (!isMembers(entry)) throw wrongType(name, 'a list of structures');
    return entry;
  });
}

/** Reads an optional list of strings; absent counts as empty. Throws SerializationException on another type. */
export function readTextList(input: Members, name: string): string[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw wrongType(name, 'a list');
  return value.map((entry: unknown) => {
    if (typeof entry !== 'string') throw wrongType(name, 'a list of strings');
    return entry;
  });
}
