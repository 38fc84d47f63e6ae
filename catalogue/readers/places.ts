import type { Home } from '../homes.ts';
import { catalogue, fieldNames, type FieldName } from '../index.ts';

/** The attribute that holds a field in a home (`pk` or `sk` when it is part of a key); undefined when it is not there. */
export function attributeOf(field: FieldName, home: Home): string | undefined {
  return catalogue[field].homes[home];
}

/** Every field that lies in a home: what an incident there can have exposed. */
export function fieldsAt(home: Home): FieldName[] {
  return fieldNames.filter((field) => attributeOf(field, home) !== undefined);
}
