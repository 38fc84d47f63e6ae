import { invalid } from './refusals.ts';

const entriesMax = 100;

/** Refuses an empty transaction and one of more than 100 entries. Throws ValidationException. */
export function refuseEntryCount(count: number): void {
  if (count >= 1 && count <= entriesMax) return;
  const bound = count === 0 ? 'greater than or equal to 1' : `less than or equal to ${entriesMax}`;
  throw invalid(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
  );
}
