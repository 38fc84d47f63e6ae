import * as z from 'zod';
import { holdingPlace, type HeldStore } from './holdings.ts';

/** What rows of a player say about places outside the player's partition. */
export const traceMembersSchema = z.object({
  sighting: z.string().optional(),
  identityNumberIndex: z.string().optional(),
  holdsNumber: z.boolean().optional(),
  heldFrom: z.string().optional(),
  paymentReference: z.string().optional(),
});

/** A row under another key that exists because of a player's row, and that ends with it. */
export interface Trace {
  table: 'kyc' | 'lookups' | 'holdings' | 'payments';
  pk: string;
  sk: string;
}

/** A row of a player, as far as traces are concerned. */
export type TracedRow = z.infer<typeof traceMembersSchema> & { pk: string };

/**
 * The traces that a row left: the sighting of a document's content, the look-up of the ID number that it holds, the note
 * that its store began to hold data of the player, the reference by which a processor names a deposit.
 */
export function tracesOf(table: HeldStore | NotedNowhere, row: TracedRow): Trace[] {
  return [...sightingOf(row), ...noteOf(table, row), ...lookupOf(row), ...referenceOf(row)];
}

function sightingOf({ sighting }: TracedRow): Trace[] {
  const [pk, sk] = sighting?.split('|') ?? [];
  return pk === undefined || sk === undefined ? [] : [{ table: 'kyc', pk, sk }];
}

type NotedNowhere = 'consents' | 'sessions' | 'activity' | 'requests';

const isNoted = (table: HeldStore | NotedNowhere): table is HeldStore =>
  !['consents', 'sessions', 'activity', 'requests'].includes(table);

function noteOf(table: HeldStore | NotedNowhere, { pk, heldFrom }: TracedRow): Trace[] {
  if (heldFrom === undefined || !isNoted(table)) return [];
  return [{ table: 'holdings', ...holdingPlace(table, pk, heldFrom) }];
}

function lookupOf({ identityNumberIndex, holdsNumber }: TracedRow): Trace[] {
  if (identityNumberIndex === undefined || holdsNumber !== true) return [];
  return [{ table: 'lookups', pk: `identity-number#${identityNumberIndex}`, sk: 'player' }];
}

function referenceOf({ paymentReference }: TracedRow): Trace[] {
  return paymentReference === undefined
    ? []
    : [{ table: 'payments', pk: `reference#${paymentReference}`, sk: 'deposit' }];
}
