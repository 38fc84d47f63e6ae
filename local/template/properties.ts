/** The properties of a resource, with intrinsics resolved; nothing about their shape is trusted before it is read. */
export type Properties = Readonly<Record<string, unknown>>;

/** Tells a plain JSON object from lists, null and scalars. */
export function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`, or an empty one when it is absent. Throws a TypeError on anything else. */
export function recordAt(properties: Properties, key: string): Properties {
  const value = properties[key];
  if (value === undefined) return {};
  if (!isRecord(value)) throw new TypeError(`${key} should be an object`);
  return value;
}

/** The text at `key`, numbers included; undefined when absent. */
export function optionalTextAt(properties: Properties, key: string): string | undefined {
  const value = properties[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw new TypeError(`${key} should be a string`);
  return value;
}

/** The text at `key`. Throws a TypeError when it is absent. */
export function textAt(properties: Properties, key: string): string {
  const value = optionalTextAt(properties, key);
  if (value === undefined) throw new TypeError(`${key} is missing`);
  return value;
}

/** The number at `key`, which CloudFormation also accepts as text; `fallback` when absent. */
export function numberAt(properties: Properties, key: string, fallback: number): number {
  return optionalNumberAt(properties, key) ?? fallback;
}

/** The number at `key`; undefined when absent. Throws a TypeError on text that is no number. */
export function optionalNumberAt(properties: Properties, key: string): number | undefined {
  const value = properties[key];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw new TypeError(`${key} should be a number`);
  return number;
}

/** The switch at `key`, which CloudFormation also accepts as text; false when absent. */
export function flagAt(properties: Properties, key: string): boolean {
  const value = properties[key];
  return value === true || value === 'true';
}

/** The list at `key`; a lone value counts as a list of one, an absent one as an empty list. */
export function listAt(properties: Properties, key: string): readonly unknown[] {
  const value = properties[key];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The list of objects at `key`. */
export function recordsAt(properties: Properties, key: string): readonly Properties[] {
  return listAt(properties, key).filter(isRecord);
}

/** The list of texts at `key`. */
export function textsAt(properties: Properties, key: string): readonly string[] {
  return listAt(properties, key).map(String);
}
