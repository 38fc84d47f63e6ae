interface HomeDeclaration {
  kind: 'table' | 'bucket' | 'log-group';
  /** What lies there, for the public notice and the record of processing. */
  holds: string;
}

/** Every place where something about a person can lie. Closed: tables, buckets and log groups of one region. */
export const homes = {
  players: { kind: 'table', holds: 'accounts and the link to the wallet' },
  registrations: { kind: 'table', holds: 'registrations that wait for their mail to be opened' },
  credentials: { kind: 'table', holds: 'password hashes and second factors, apart from identity documents' },
  sessions: { kind: 'table', holds: 'sessions and hashes of their secrets' },
  activity: {
    kind: 'table',
    holds: 'logins, the devices that logged in, denied logins, and removals of second factors by staff',
  },
  consents: { kind: 'table', holds: 'who agreed or objected to what, when and to which words' },
  lookups: { kind: 'table', holds: 'blind indexes' },
  keys: { kind: 'table', holds: 'wrapped data keys of subjects' },
  kyc: { kind: 'table', holds: 'states of documents and the sealed identity number' },
  payments: { kind: 'table', holds: 'deposits and confirmations of processors' },
  wallets: { kind: 'table', holds: 'balances and ledger entries without a name' },
  evidence: { kind: 'table', holds: 'who did what when, without values' },
  outbox: { kind: 'table', holds: 'announcements of changes: ids only' },
  notifications: { kind: 'table', holds: 'leases of messages, hashes of single-use links and codes' },
  requests: { kind: 'table', holds: 'what people ask of us about their data, and how it was answered' },
  breaches: { kind: 'table', holds: 'incidents, approvals and who was told' },
  policies: { kind: 'table', holds: 'versions of this policy, with who of the staff wrote and approved them' },
  holdings: { kind: 'table', holds: 'since when a store holds data of whom' },
  staff: { kind: 'table', holds: 'who of the staff may act in which role' },
  jobs: { kind: 'table', holds: 'state of long work: ids and cursors' },
  limits: { kind: 'table', holds: 'idempotency keys, attempts and daily counts' },
  'kyc-documents': { kind: 'bucket', holds: 'images and PDFs of identity documents and proofs of address' },
  exports: { kind: 'bucket', holds: 'copies of their data that players asked for, for seven days' },
  'screening-lists': { kind: 'bucket', holds: 'names, birth dates and keyed ID numbers of persons on fraud lists' },
  'bucket-access-logs': { kind: 'bucket', holds: 'who read which object key' },
  'function-logs': { kind: 'log-group', holds: 'coded events and ids' },
  'api-access-logs': { kind: 'log-group', holds: 'request id, route, status and latency' },
} as const satisfies Record<string, HomeDeclaration>;

/** A place where something about a person can lie. */
export type Home = keyof typeof homes;
