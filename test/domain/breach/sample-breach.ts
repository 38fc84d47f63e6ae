import type { Breach } from '#domain/breach/breach.ts';
import type { HeldRecords } from '#domain/breach/held-records.ts';
import { startLegalClocks } from '#domain/breach/legal-clocks.ts';

/** Words as an officer writes them. */
export const words = { whatOccurred: 'It occurred.', whatWasDone: 'We closed it.', whatYouCanDo: 'Be careful.' };

/** A draft whose list is ready, changed as a test needs it. */
export function breachWith(changes: Partial<Breach> = {}): Breach {
  const awareAt = '2027-03-01T08:00:00.000Z';
  return {
    breachId: 'breach',
    state: 'draft',
    version: 3,
    createdAt: '2027-03-01T09:00:00.000Z',
    awareAt,
    authors: ['author'],
    texts: { en: words, id: words },
    exposedFields: ['email', 'phone'],
    scope: { kind: 'people', playerIds: ['0'.repeat(26)] },
    listId: 'list',
    listState: 'ready',
    listHash: 'a'.repeat(64),
    affectedCount: 2,
    unreachableCount: 0,
    affectedByJurisdiction: { ID: 1, SG: 1 },
    clocks: startLegalClocks(new Date(awareAt)),
    approvals: [],
    ...changes,
  };
}

/** The records of somebody who registered on 10 January 2027 and did nothing since. */
export function recordsWith(changes: Partial<HeldRecords> = {}): HeldRecords {
  const registeredAt = '2027-01-10T00:00:00.000Z';
  return { registeredAt, isLeaving: false, ends: {}, documents: [], deposits: [], ...changes };
}
