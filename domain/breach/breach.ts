import * as z from 'zod';
import type { FieldName } from '#catalogue/index.ts';
import { breachTextSchema } from './breach-text.ts';
import { exposableFields } from './exposable-fields.table.ts';

/**
 * States of a breach notice. Until it is being sent an edit leads back to `draft`:
 * draft -> approved -> notifying -> notified, and draft -> withdrawn.
 */
export const breachStates = ['draft', 'approved', 'notifying', 'notified', 'withdrawn'] as const;

/** State of a breach notice. */
export type BreachState = (typeof breachStates)[number];

/** Whether the list of affected people is still being built. */
export const listStates = ['building', 'ready'] as const;

/** State of the list of affected people. */
export type ListState = (typeof listStates)[number];

/** The three blocks of a notice in one language (UU 27/2022 article 46(2); GDPR article 34(2)). */
export const breachWordsSchema = z.strictObject({
  whatOccurred: breachTextSchema,
  whatWasDone: breachTextSchema,
  whatYouCanDo: breachTextSchema,
});

/** The words of a notice in every language in which we write. */
export const breachTextsSchema = z.strictObject({ en: breachWordsSchema, id: breachWordsSchema });

/** The words of a notice, by language. */
export type BreachTexts = z.infer<typeof breachTextsSchema>;

/** The stores whose contents a breach may be scoped by. */
export const scopedStores = ['players', 'kyc', 'payments'] as const;

/** So many people can be named one by one; more are found by store and window. */
export const namedPeopleMax = 1000;

/** A moment in UTC, written the one way in which moments are compared: with milliseconds. */
const moment = z.iso.datetime().transform((value) => new Date(value).toISOString());

/** People named one by one. Without a window, what they had at any time until their list was begun counts. */
export const peopleScopeSchema = z.strictObject({
  kind: z.literal('people'),
  playerIds: z
    .array(z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/))
    .min(1)
    .max(namedPeopleMax),
  from: moment.optional(),
  to: moment.optional(),
});

/** Everyone whose data a store held at some time in a window, both ends included. */
export const storeScopeSchema = z.strictObject({
  kind: z.literal('store'),
  store: z.enum(scopedStores),
  from: moment,
  to: moment,
});

/** Whom a breach concerns. */
export const breachScopeSchema = z
  .discriminatedUnion('kind', [peopleScopeSchema, storeScopeSchema])
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    params: { rule: 'Must not lie before the start of the window.' },
  });

/** Whom a breach concerns. */
export type BreachScope = z.infer<typeof breachScopeSchema>;

/** Fields of the catalogue that leaked: only those that players can have. */
export const exposedFieldsSchema = z
  .array(z.enum(exposableFields))
  .min(1)
  .refine((names) => new Set(names).size === names.length, { params: { rule: 'Must name each field once.' } });

/** When regulator and subjects of one jurisdiction must have been told: frozen when the breach was recorded. */
export interface LegalClock {
  /** ISO 3166-1 alpha-2. */
  jurisdiction: string;
  regulatorBy: string;
  regulatorSource: string;
  subjectsBy: string;
  subjectsSource: string;
}

/** Somebody's approval of exactly the present words and list. */
export interface BreachApproval {
  staffId: string;
  approvedAt: string;
}

/** A breach with its notice: facts, words, list of people, approvals. */
export interface Breach {
  breachId: string;
  state: BreachState;
  /** Counts edits, approvals and steps; whoever changes a breach names the version that they saw. */
  version: number;
  createdAt: string;
  /** When it was reasonably certain that personal data was touched (EDPB guidelines 9/2022): all clocks start here. */
  awareAt: string;
  /** Everyone who wrote words or scope: none of them may approve. */
  authors: readonly string[];
  texts: BreachTexts;
  exposedFields: readonly FieldName[];
  scope: BreachScope;
  /** Names the list that belongs to the present scope and fields. */
  listId: string;
  listState: ListState;
  /** SHA-256 chained over the sorted rows of the list, hex; present when the list is ready. */
  listHash?: string | undefined;
  affectedCount?: number | undefined;
  /** People of whom nothing is left that we could write to: they can only be told in public. */
  unreachableCount?: number | undefined;
  affectedByJurisdiction?: Readonly<Record<string, number>> | undefined;
  clocks: readonly LegalClock[];
  approvals: readonly BreachApproval[];
  approvedAt?: string | undefined;
  notifyingAt?: string | undefined;
  notifiedAt?: string | undefined;
  withdrawnAt?: string | undefined;
}
