import { promisedCeilingYears } from '../years.ts';
import type { Deadline, Fact } from './jurisdiction.ts';

/** The policy's own promise where a law says nothing: every data request within 30 days (C86). */
export const promisedDeadline: Fact<Deadline> = {
  value: { unit: 'days', amount: 30 },
  source: 'Privacy policy, C86; the law sets no shorter time that we know of',
  effectiveFrom: null,
  confirmed: true,
};

/** The policy's own promise: financial records stay seven years at most (C49). */
export const promisedCeiling: Fact<number> = {
  value: promisedCeilingYears,
  source: 'Privacy policy, C49; no longer duty that we know of',
  effectiveFrom: null,
  confirmed: true,
};

/** The policy's promise of objection: honoured at once (C61); a day is what a queue may take at worst. */
export const promisedObjection: Fact<Deadline> = {
  value: { unit: 'hours', amount: 24 },
  source: 'Privacy policy, C61: honoured immediately',
  effectiveFrom: null,
  confirmed: true,
};

/** Data that stays in the region of its own country crosses no border. */
export const staysAtHome: Fact<'none'> = {
  value: 'none',
  source: 'Stored in the country itself: no transfer takes place',
  effectiveFrom: null,
  confirmed: true,
};
