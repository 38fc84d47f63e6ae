import { typeNameOf, type AttributeValue, type Item, type TypeName } from './attribute-value.ts';
import { bytesOfKey } from './key-bytes.ts';
import { invalid, invalidParameter } from './refusals.ts';
import { keyNamesOf, type GlobalIndex, type KeySchema, type Table } from './table.ts';

/** Ordered bytes of a partition key and a sort key (empty when the schema has none). */
export interface Location {
  hash: Uint8Array;
  range: Uint8Array;
}

/** Words the refusal of a missing (`actual` undefined) or wrongly typed key attribute. */
export type KeyRefusal = (name: string, actual: TypeName | undefined) => string;

const hashBytesMax = 2048;
const rangeBytesMax = 1024;

/** Ordered bytes of one key attribute. Throws ValidationException when it is missing, mistyped, empty or too long. */
export function bytesOfKeyAttribute(
  table: Table,
  attribute: { name: string; value: AttributeValue | undefined; role: 'hash' | 'range' },
  refusal: KeyRefusal,
): Buffer {
  const { name, value, role } = attribute;
  const type = value && typeNameOf(value);
  const bytes = value && type === table.keyTypes[name] ? bytesOfKey(value) : undefined;
  if (bytes === undefined) throw invalid(refusal(name, type));
  if (bytes.length === 0) {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value. Key: ${name}`,
    );
  }
  if (bytes.length > (role === 'hash' ? hashBytesMax : rangeBytesMax)) {
    throw invalid(
      `${invalidParameter}${role === 'hash' ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes' : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes'}`,
    );
  }
  return bytes;
}

function locateBy(table: Table, keys: { schema: KeySchema; item: Item }, refusal: KeyRefusal): Location {
  const { schema, item } = keys;
  const { hashKey, rangeKey } = schema;
  const hash = bytesOfKeyAttribute(table, { name: hashKey, value: item[hashKey], role: 'hash' }, refusal);
  if (rangeKey === undefined) return { hash, range: new Uint8Array(0) };
  return { hash, range: bytesOfKeyAttribute(table, { name: rangeKey, value: item[rangeKey], role: 'range' }, refusal) };
}

/** Where a whole item lives. Throws ValidationException that names the key attribute at fault. */
export function locateItem(table: Table, item: Item): Location {
  return locateBy(table, { schema: table, item }, (name, actual) =>
    actual === undefined
      ? `${invalidParameter}Missing the key ${name} in the item`
      : `${invalidParameter}Type mismatch for key ${name} expected: ${table.keyTypes[name]} actual: ${actual}`,
  );
}

/** Where the item of a key lives. Throws ValidationException unless the key has exactly the key attributes. */
export function locateKey(table: Table, key: Item): Location {
  const refusal = 'The provided key element does not match the schema';
  if (Object.keys(key).length !== keyNamesOf(table).length) throw invalid(refusal);
  return locateBy(table, { schema: table, item: key }, () => refusal);
}

/** Where an index lists an item; undefined when the item lacks a key of the index and so is not in it. */
export function locateInIndex(table: Table, index: GlobalIndex, item: Item | undefined): Location | undefined {
  if (item === undefined || keyNamesOf(index).some((name) => item[name] === undefined)) return undefined;
  return locateBy(
    table,
    { schema: index, item },
    (name, actual) =>
      `${invalidParameter}Type mismatch for Index Key ${name} Expected: ${table.keyTypes[name]} Actual: ${actual} IndexName: ${index.name}`,
  );
}

/** The attributes of an item that are keys by any of the schemas. */
export function pickKeys(schemas: KeySchema[], item: Item): Item {
  const picked: Item = {};
  for (const name of schemas.flatMap(keyNamesOf)) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
