import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import type { Deadline, Right } from '#catalogue/jurisdictions/jurisdiction.ts';
import type { RequestType } from './request.ts';

/** The policy's promise for every request (C75, C86), in days. */
export const promisedDays = 30;

const hourMilliseconds = 3_600_000;
const dayMilliseconds = 24 * hourMilliseconds;

/** A copy to take elsewhere is a copy: no law gives it a clock of its own. */
const rights: Readonly<Record<RequestType, Right>> = {
  access: 'access',
  portability: 'access',
  correction: 'correction',
  deletion: 'deletion',
  objection: 'objection',
  restriction: 'restriction',
};

/**
 * A moment later by what the law gives, in calendar time (UTC). A month ends on the day of the same number, or on the last
 * of a month that has none such (Regulation (EEC, Euratom) 1182/71, art. 3(2)(c)).
 */
export function laterBy(moment: Date, { unit, amount }: Deadline): Date {
  if (unit === 'hours') return new Date(moment.getTime() + amount * hourMilliseconds);
  if (unit === 'days') return new Date(moment.getTime() + amount * dayMilliseconds);
  const later = new Date(moment);
  later.setUTCDate(1);
  later.setUTCMonth(later.getUTCMonth() + amount);
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(moment.getUTCDate(), lastDay));
  return later;
}

/** By when a request must be answered: 30 days after receipt, or earlier where the law of the jurisdiction says so (C86). */
export function dueAtOf({
  type,
  jurisdiction,
  receivedAt,
}: {
  type: RequestType;
  jurisdiction: string;
  receivedAt: Date;
}): Date {
  const law = laterBy(receivedAt, jurisdictionOf(jurisdiction).deadlines[rights[type]].value);
  const promise = laterBy(receivedAt, { unit: 'days', amount: promisedDays });
  return law < promise ? law : promise;
}

/** Where an extension moves a deadline; undefined where the law of the jurisdiction knows none. */
export function extendedDueAt(jurisdiction: string, dueAt: Date): Date | undefined {
  const { value } = jurisdictionOf(jurisdiction).requestExtension;
  return value === null ? undefined : laterBy(dueAt, value);
}
