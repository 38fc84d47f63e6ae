import type { FieldDeclaration } from '../field.ts';
import { catalogue, fieldNames, type FieldName } from '../index.ts';

/** What letters say of a field, and what kind of data it is. */
type FieldWords = Pick<FieldDeclaration, 'label' | 'category'>;

/** The words of every field, without the rest of its declaration. Bundles hold this table as data, worked out when they are built. */
export const fieldWords = Object.fromEntries(
  fieldNames.map((name) => [name, { label: catalogue[name].label, category: catalogue[name].category }]),
) as Readonly<Record<FieldName, FieldWords>>;
