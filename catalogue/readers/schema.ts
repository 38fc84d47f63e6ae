import type * as z from 'zod';
import { catalogue, type FieldName } from '../index.ts';

/** The valid shape of a field's value, in the clear. */
export function schemaOf(field: FieldName): z.ZodType {
  return catalogue[field].schema();
}
