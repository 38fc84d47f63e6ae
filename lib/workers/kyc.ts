import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** What happens to an uploaded document. */
export const kycWorkers: readonly WorkerRow[] = [
  {
    name: 'kyc-intake',
    entry: 'functions/kyc/take-in',
    source: { kind: 'kyc-intake-trigger', prefix: 'incoming/', queue: 'kyc-intake', batchSize: 1 },
    needs: together(commits, announces, {
      tables: {
        kyc: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        players: ['ConditionCheckItem'],
        keys: ['Query', 'PutItem'],
      },
      subjectKeys: { create: ['kyc'] },
      blindIndexes: ['document'],
      objects: {
        kyc: {
          getVersions: ['incoming/'],
          listVersions: ['incoming/'],
          deleteVersions: ['incoming/'],
          put: ['accepted/'],
        },
      },
    }),
    errorImpact: 'Uploaded identity documents are not looked at, and players wait for their review.',
    alarmsOn: { MALWARE_FOUND: 'Somebody uploaded harmful software as an identity document; it is deleted unopened.' },
    memoryMegabytes: 1769,
    timeoutSeconds: 120,
  },
  {
    name: 'kyc-slot-sweep',
    entry: 'functions/kyc/sweep-slots',
    source: { kind: 'schedule', everyMinutes: 5 },
    needs: together(commits, {
      tables: { kyc: ['Query', 'GetItem', 'UpdateItem', 'DeleteItem'] },
      objects: {
        kyc: { listVersions: ['incoming/', 'accepted/'], getVersionTags: ['incoming/'], deleteVersions: ['accepted/'] },
      },
      queues: ['kyc-intake'],
    }),
    errorImpact: 'Upload slots that were never used stay open, and what was refused may stay kept.',
  },
  {
    name: 'kyc-expiry',
    entry: 'functions/kyc/expire-documents',
    source: { kind: 'schedule', everyMinutes: 60 },
    needs: together(commits, announces, {
      tables: {
        jobs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'],
        players: ['GetItem', 'ConditionCheckItem'],
        kyc: ['Query', 'GetItem', 'PutItem', 'UpdateItem'],
      },
    }),
    errorImpact: 'Players are not told that their document runs out, and one that ran out still counts.',
    timeoutSeconds: 300,
  },
];
