import { catalogue, type FieldName } from '../index.ts';
import { endOf, type Counting } from './class-end.ts';

/** Whether a field may still be read at a moment. At the end itself it may not: retention ends there. */
export function mayBeRead(field: FieldName, counting: Counting, now: Date): boolean {
  return now.getTime() < endOf(catalogue[field].retention, counting).getTime();
}
