import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Finding everyone a breach touched, and telling each of them. */
export const breachWorkers: readonly WorkerRow[] = [
  {
    name: 'breach-list',
    entry: 'functions/breach/build-list',
    source: { kind: 'queue', queue: 'breach-list', batchSize: 1 },
    needs: together(commits, announces, {
      tables: {
        breaches: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
        holdings: ['Query'],
        players: ['GetItem'],
        kyc: ['GetItem', 'Query'],
        payments: ['Query'],
        jobs: ['GetItem', 'UpdateItem'],
      },
      queues: ['breach-list'],
    }),
    errorImpact: 'The list of people a breach touched is not built while legal clocks run.',
    timeoutSeconds: 120,
  },
  {
    name: 'breach-notice',
    entry: 'functions/breach/send-notices',
    source: { kind: 'queue', queue: 'breach-notice', batchSize: 5, maximumConcurrency: 10 },
    needs: together(commits, announces, {
      tables: {
        breaches: ['GetItem', 'Query', 'UpdateItem'],
        notifications: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        players: ['GetItem', 'Query'],
        keys: ['GetItem'],
        jobs: ['GetItem', 'UpdateItem'],
      },
      subjectKeys: { open: ['contact'], openRetained: ['contact'] },
      queues: ['breach-notice'],
      mail: ['breach'],
    }),
    errorImpact: 'People whose data leaked are not told while legal clocks run.',
    timeoutSeconds: 120,
  },
];
