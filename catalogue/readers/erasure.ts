import type { OnErasure } from '../field.ts';
import { catalogue, fieldNames, type FieldName } from '../index.ts';

/** What happens to a field when its subject is erased, with the ground where it stays for a time. */
export function onErasureOf(field: FieldName): OnErasure {
  return catalogue[field].onErasure;
}

/** Every field that erasure treats in one way. */
export function fieldsWithErasure(action: OnErasure['action']): FieldName[] {
  return fieldNames.filter((field) => onErasureOf(field).action === action);
}
