import type { FieldDeclaration } from '../field.ts';
import type { Home } from '../homes.ts';
import { catalogue, type FieldName } from '../index.ts';
import type { KeyClass } from '../key-classes.ts';
import { fieldsAt } from './places.ts';

/** Under which class of subject key a field is sealed, and where the envelopes lie. */
export interface Sealing {
  keyClass: KeyClass;
  homes: FieldDeclaration['homes'];
}

/** How a field is sealed under a subject key; undefined when it is covered otherwise. */
export function sealingOf(field: FieldName): Sealing | undefined {
  const declaration = catalogue[field];
  if (declaration.cover !== 'sealed') return undefined;
  return { keyClass: declaration.keyClass, homes: declaration.homes };
}

/** Every sealed field of a home: its attribute there must hold an envelope and nothing else. */
export function sealedFieldsOf(home: Home): FieldName[] {
  return fieldsAt(home).filter((field) => sealingOf(field) !== undefined);
}
