/** A permission that no journey uses, and why it is there nevertheless. */
export interface UnusedGrant {
  /** Every function when absent. */
  functionName?: string;
  action: string;
  /** Begins the target; any when absent. */
  target?: string;
  reason: string;
  /** Whether journeys may use it or not: two do the same work, and either may come first. */
  isByChance?: true;
}

const goesOn =
  'A message to itself when the time of one run is nearly over, which takes minutes of work and no journey waits for.';

/** The only grants that may go unused. One that is used after all is no longer allowed here. */
export const unusedGrants: readonly UnusedGrant[] = [
  {
    action: 'logs:CreateLogStream',
    reason: 'Lambda writes logs with the role of the function; on one machine the host writes them itself.',
  },
  {
    action: 'logs:PutLogEvents',
    reason: 'Lambda writes logs with the role of the function; on one machine the host writes them itself.',
  },
  {
    functionName: 'sesetoro-breach-build-list',
    action: 'sqs:SendMessage',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-breach-build-list',
    action: 'kms:GenerateDataKey',
    target: 'KeysQueuesKey',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-breach-send-notices',
    action: 'sqs:SendMessage',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-breach-send-notices',
    action: 'kms:GenerateDataKey',
    target: 'KeysQueuesKey',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-policy-announce',
    action: 'sqs:SendMessage',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-policy-announce',
    action: 'kms:GenerateDataKey',
    target: 'KeysQueuesKey',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-kyc-rescreen',
    action: 'sqs:SendMessage',
    target: 'sesetoro-queues-KycRescreening',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-player-stamp-expiry',
    action: 'sqs:SendMessage',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-player-stamp-expiry',
    action: 'kms:GenerateDataKey',
    target: 'KeysQueuesKey',
    reason: goesOn,
  },
  {
    functionName: 'sesetoro-player-sweep-ended',
    action: 's3:DeleteObjectVersion',
    target: 'sesetoro-data-kycdocuments',
    reason: 'The lifecycle rule removes uploads within days, years before the sweep; it is the net below the net.',
  },
  ...['Consents', 'Requests'].map((table) => ({
    functionName: 'sesetoro-player-sweep-ended',
    action: 'dynamodb:DeleteItem',
    target: `table/sesetoro-data-${table}Table`,
    isByChance: true as const,
    reason:
      'These rows end with the account or with the address, and time to live is faster on one machine; test/functions/player/sweep-ended.test.ts shows that the sweep takes what it leaves.',
  })),
  {
    functionName: 'sesetoro-export-sweep',
    action: 's3:DeleteObjectVersion',
    target: 'sesetoro-data-exports',
    isByChance: true,
    reason:
      'Fragments of a copy that nobody can keep any more go with whoever meets it first: its worker or the sweep.',
  },
];
