import * as z from 'zod';
import { holdingPlace, type HeldStore } from './holdings.ts';

/** What rows of a player say about places outside the player's partition. */
export const traceMembersSchema = z.object({
  sighting: z.string().optional(),
  identityNumberIndex: z.string().optional(),
  holdsNumber: z.boolean().optional(),
  heldFrom: z.string().optional(),
});

/** A row under another key that exists because of a player's row, and that ends with it. */
export interface Trace {
  table: 'kyc' | 'lookups' | 'holdings';
  pk: string;
  sk: string;
}

/** A row of a player, as far as traces are concerned. */
export type TracedRow = z.infer<typeof traceMembersSchema> & { pk: string };

/**
 * The trace that a row left: the sighting of a document's content, the look-up of the ID number that it holds, or the
 * note that its store began to hold data of the player.
 */
export function traceOf(table: HeldStore | 'sessions', row: TracedRow): Trace | undefined {
  const [pk, sk] = row.sighting?.split('|') ?? [];
  if (pk !== undefined && sk !== undefined) return { table: 'kyc', pk, sk };
  if (row.heldFrom !== undefined && table !== 'sessions') {
    return { table: 'holdings', ...holdingPlace(table, row.pk, row.heldFrom) };
  }
  if (row.identityNumberIndex === undefined || row.holdsNumber !== true) return undefined;
  return { table: 'lookups', pk: `identity-number#${row.identityNumberIndex}`, sk: 'player' };
}
