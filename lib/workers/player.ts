import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Closing an account, and the erasure that follows. */
export const playerWorkers: readonly WorkerRow[] = [
  {
    name: 'closure',
    entry: 'functions/player/complete-closure',
    source: { kind: 'queue', queue: 'closure', batchSize: 1 },
    needs: together(commits, announces, {
      tables: {
        players: ['GetItem', 'UpdateItem'],
        keys: ['Query', 'UpdateItem', 'ConditionCheckItem'],
        lookups: ['DeleteItem'],
        credentials: ['DeleteItem'],
        jobs: ['PutItem'],
      },
      subjectKeys: { rewrap: ['kyc', 'financial', 'contact'] },
    }),
    errorImpact: 'Accounts that players closed stay readable.',
  },
  {
    name: 'expiry-stamping',
    entry: 'functions/player/stamp-expiry',
    source: { kind: 'queue', queue: 'expiry', batchSize: 1 },
    needs: {
      tables: {
        jobs: ['GetItem', 'PutItem'],
        players: ['GetItem', 'Query', 'UpdateItem'],
        consents: ['Query', 'UpdateItem'],
        sessions: ['Query', 'UpdateItem'],
        activity: ['Query', 'UpdateItem'],
        kyc: ['Query', 'UpdateItem'],
        lookups: ['UpdateItem'],
        holdings: ['UpdateItem'],
        payments: ['Query', 'UpdateItem'],
        requests: ['Query', 'UpdateItem'],
      },
      queues: ['expiry'],
    },
    errorImpact: 'Rows of closed accounts stay in the tables after their time.',
    timeoutSeconds: 120,
  },
  {
    name: 'closure-sweep',
    entry: 'functions/player/sweep-closures',
    source: { kind: 'schedule', everyMinutes: 15 },
    needs: { tables: { jobs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'] }, queues: ['closure'] },
    errorImpact: 'Accounts whose time to undo the closure is over stay open; the law gives a day more.',
  },
  {
    name: 'retention-sweep',
    entry: 'functions/player/sweep-ended',
    source: { kind: 'schedule', dailyAtUtc: { hour: 19, minute: 30 } },
    needs: together(commits, {
      tables: {
        jobs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'],
        keys: ['Query', 'DeleteItem'],
        players: ['Query', 'DeleteItem'],
        consents: ['Query', 'DeleteItem'],
        sessions: ['Query', 'DeleteItem'],
        activity: ['Query', 'DeleteItem'],
        kyc: ['Query', 'DeleteItem'],
        lookups: ['DeleteItem'],
        holdings: ['DeleteItem'],
        payments: ['Query', 'DeleteItem'],
        requests: ['Query', 'DeleteItem'],
      },
      objects: {
        kyc: { listVersions: ['incoming/', 'accepted/'], deleteVersions: ['incoming/', 'accepted/'] },
      },
    }),
    errorImpact: 'Keys, rows and documents whose retention has ended are not deleted.',
    alarmsOn: { CLOSED_ROWS_WITHOUT_EXPIRY: 'Rows of closed accounts have no expiry: the stamping job missed them.' },
    timeoutSeconds: 600,
  },
];
