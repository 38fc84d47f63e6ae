import { AsyncLocalStorage } from 'node:async_hooks';

/** One opening of sealed values: whose record, which fields. This is what a breach is scoped by; it never holds a value. */
export interface Unsealing {
  subjectId: string;
  recordId: string;
  fields: string[];
}

const collection = new AsyncLocalStorage<Map<string, Unsealing>>();

/** Runs one request or message and hands every unsealing inside it to `report`, once, whether it succeeded or not. */
export async function collectUnsealings<Result>(
  report: (unsealings: Unsealing[]) => void,
  run: () => Promise<Result>,
): Promise<Result> {
  const unsealings = new Map<string, Unsealing>();
  try {
    return await collection.run(unsealings, run);
  } finally {
    if (unsealings.size > 0) report([...unsealings.values()]);
  }
}

/** Notes that a field was opened. Throws when nobody collects: an unsealing without evidence must not happen. */
export function noteUnsealing(subjectId: string, recordId: string, field: string): void {
  const unsealings = collection.getStore();
  if (unsealings === undefined) throw new Error('A sealed field was opened outside a request that records it');
  const id = `${subjectId}/${recordId}`;
  const unsealing = unsealings.get(id) ?? { subjectId, recordId, fields: [] };
  if (!unsealing.fields.includes(field)) unsealing.fields.push(field);
  unsealings.set(id, unsealing);
}
