import * as z from 'zod';

/** What rows of the kyc table say about places outside the partition of their player. */
export const traceMembersSchema = z.object({
  sighting: z.string().optional(),
  identityNumberIndex: z.string().optional(),
  holdsNumber: z.boolean().optional(),
});

/** A row under another key that exists because of a player's row, and that ends with it. */
export interface Trace {
  table: 'kyc' | 'lookups';
  pk: string;
  sk: string;
}

/** The trace that a row left: the sighting of a document's content, or the look-up of the ID number that it holds. */
export function traceOf(row: z.infer<typeof traceMembersSchema>): Trace | undefined {
  const [pk, sk] = row.sighting?.split('|') ?? [];
  if (pk !== undefined && sk !== undefined) return { table: 'kyc', pk, sk };
  if (row.identityNumberIndex === undefined || row.holdsNumber !== true) return undefined;
  return { table: 'lookups', pk: `identity-number#${row.identityNumberIndex}`, sk: 'player' };
}
