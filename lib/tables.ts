/** What one table needs beyond what every table has (own key, 35 days of recovery, TTL, deletion protection). */
export interface TableDeclaration {
  /** Which customer-managed key encrypts the table. */
  key: 'tables' | 'subject-keys';
  /** How far back a restore can go. The erasure receipt adds the window of `keys` to its date (design 4). */
  recoveryDays: number;
  /** Whether DynamoDB may remove items by `expiresAtSeconds`. */
  expires: boolean;
  /** Whether changes are streamed. Only the outbox is: no copy of personal records leaves a table. */
  streams: boolean;
  /** Sparse index: partition and sort attribute. */
  indexes?: Readonly<Record<string, { partition: string; sort: string }>>;
}

const ordinary: TableDeclaration = { key: 'tables', recoveryDays: 35, expires: true, streams: false };

/** Every table of a region. All have the partition key `pk` and the sort key `sk`, both strings. */
export const tables = {
  players: ordinary,
  registrations: ordinary,
  credentials: ordinary,
  sessions: ordinary,
  activity: ordinary,
  consents: ordinary,
  lookups: ordinary,
  /** A key that could come back would undo an erasure: no stream, no TTL, the shortest window that still helps. */
  keys: { key: 'subject-keys', recoveryDays: 7, expires: false, streams: false },
  kyc: { ...ordinary, indexes: { waiting: { partition: 'waitingBand', sort: 'waitingSince' } } },
  payments: ordinary,
  wallets: ordinary,
  evidence: { ...ordinary, indexes: { 'by-subject': { partition: 'subjectId', sort: 'at' } } },
  outbox: {
    ...ordinary,
    streams: true,
    indexes: {
      unrelayed: { partition: 'unrelayedShard', sort: 'occurredAt' },
      'by-subject': { partition: 'subjectId', sort: 'occurredAt' },
    },
  },
  notifications: {
    ...ordinary,
    indexes: {
      undecided: { partition: 'undecidedShard', sort: 'decideAfter' },
      'by-record': { partition: 'recordShard', sort: 'state' },
      'by-subject': { partition: 'subjectId', sort: 'startedAt' },
    },
  },
  requests: { ...ordinary, indexes: { queue: { partition: 'queueShard', sort: 'dueAt' } } },
  breaches: { ...ordinary, indexes: { 'by-player': { partition: 'playerId', sort: 'listId' } } },
  /** Old versions stay readable for ever: nothing of it expires. */
  policies: { ...ordinary, expires: false },
  holdings: ordinary,
  staff: ordinary,
  jobs: ordinary,
  limits: ordinary,
} as const satisfies Record<string, TableDeclaration>;

/** Name of a table in rows and, upper-cased, in the environment (`TABLE_PLAYERS`). */
export type TableName = keyof typeof tables;
