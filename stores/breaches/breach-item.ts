import * as z from 'zod';
import {
  breachScopeSchema,
  breachStates,
  exposedFieldsSchema,
  listStates,
  type Breach,
} from '#domain/breach/breach.ts';
import { storedTextsSchema } from './stored-texts.ts';

const clockSchema = z.object({
  jurisdiction: z.string(),
  regulatorBy: z.string(),
  regulatorSource: z.string(),
  subjectsBy: z.string(),
  subjectsSource: z.string(),
});

const makeBreachItemSchema = () =>
  z
    .object({
      pk: z.string(),
      state: z.enum(breachStates),
      version: z.int(),
      createdAt: z.string(),
      awareAt: z.string(),
      authors: z.array(z.string()),
      texts: storedTextsSchema,
      exposedFields: exposedFieldsSchema,
      scope: breachScopeSchema,
      listId: z.string(),
      listState: z.enum(listStates),
      listHash: z.string().optional(),
      affectedCount: z.int().optional(),
      unreachableCount: z.int().optional(),
      affectedByJurisdiction: z.record(z.string(), z.int()).optional(),
      clocks: z.array(clockSchema),
      approvals: z.array(z.object({ staffId: z.string(), approvedAt: z.string() })),
      approvedAt: z.string().optional(),
      notifyingAt: z.string().optional(),
      notifiedAt: z.string().optional(),
      withdrawnAt: z.string().optional(),
    })
    .transform(({ pk, ...breach }): Breach => ({ breachId: pk, ...breach }));

/** The key of the item that says how a breach stands. */
export const breachKey = (breachId: string): { pk: string; sk: string } => ({ pk: breachId, sk: 'breach' });

/** Made at the first reading: recording a breach reads none, and its forty parts would cost each cold start. */
let breachItemSchema: z.ZodType<Breach> | undefined;

/** Reads a stored item; throws when it is not a breach. */
export function readBreachItem(item: unknown): Breach {
  breachItemSchema ??= makeBreachItemSchema();
  return breachItemSchema.parse(item);
}
