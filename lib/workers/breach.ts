import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Finding everyone a breach touched, and telling each of them. */
export const breachWorkers: readonly WorkerRow[] = [
  {
    name: 'breach-list',
    entry: 'functions/breach/build-list',
    source: { kind: 'queue', queue: 'breach-list', batchSize: 1 },
    needs: together(commits, {
      tables: {
        breaches: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
        holdings: ['Query'],
        players: ['GetItem'],
        kyc: ['GetItem', 'Query'],
        payments: ['Query'],
        evidence: ['Query'],
        jobs: ['GetItem', 'PutItem', 'DeleteItem'],
      },
      queues: ['breach-list'],
    }),
    errorImpact: 'The list of people a breach touched is not built while legal clocks run.',
    timeoutSeconds: 120,
  },
  {
    name: 'breach-notice',
    entry: 'functions/breach/send-notices',
    source: { kind: 'queue', queue: 'breach-notice', batchSize: 1 },
    needs: together(commits, announces, {
      tables: { breaches: ['Query', 'UpdateItem'], jobs: ['GetItem', 'PutItem'] },
      queues: ['breach-notice'],
    }),
    errorImpact: 'People whose data leaked are not told while legal clocks run.',
    timeoutSeconds: 120,
  },
  {
    name: 'breach-sweep',
    entry: 'functions/breach/sweep',
    source: { kind: 'schedule', everyMinutes: 1 },
    needs: together(commits, {
      tables: { breaches: ['GetItem', 'UpdateItem'], jobs: ['GetItem', 'Query', 'DeleteItem'] },
      indexes: { notifications: { 'by-record': ['Query'] } },
      queues: ['breach-list', 'breach-notice'],
    }),
    errorImpact: 'Interrupted work on a breach is not taken up again while legal clocks run.',
  },
];
