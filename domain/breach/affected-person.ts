import type { FieldName } from '#catalogue/index.ts';
import { deliveryStates } from '../notification/delivery.ts';

/**
 * What became of telling one person: `listed` until the sending job announces it, `queued` until the sender takes it up,
 * then the state of the mail.
 */
export const affectedStates = ['listed', 'queued', ...deliveryStates] as const;

/** What became of telling one person. */
export type AffectedState = (typeof affectedStates)[number];

/** Somebody of whom an exposed field was held: whom a breach touched, and in what. */
export interface AffectedPerson {
  playerId: string;
  /** ISO 3166-1 alpha-2. */
  jurisdiction: string;
  /** The exposed fields that this person had, in the order of the catalogue; never empty. */
  exposedFields: readonly FieldName[];
}

/** How a person stands in the text that the hash of a list is taken over: one line, no value of theirs. */
export function listLine({ playerId, jurisdiction, exposedFields }: AffectedPerson): string {
  return `${playerId}\t${jurisdiction}\t${exposedFields.join(',')}\n`;
}
