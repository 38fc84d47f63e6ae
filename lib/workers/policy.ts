import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Telling everybody of a new version of the policy. */
export const policyWorkers: readonly WorkerRow[] = [
  {
    name: 'policy-announcement',
    entry: 'functions/policy/announce',
    source: { kind: 'queue', queue: 'policy-announcement', batchSize: 1 },
    needs: together(commits, announces, {
      tables: {
        holdings: ['Query'],
        players: ['BatchGetItem', 'UpdateItem'],
        jobs: ['GetItem', 'PutItem', 'DeleteItem'],
      },
      queues: ['policy-announcement'],
    }),
    errorImpact: 'People are not told that the privacy policy changes.',
    timeoutSeconds: 120,
  },
  {
    name: 'policy-sweep',
    entry: 'functions/policy/sweep',
    source: { kind: 'schedule', everyMinutes: 1 },
    needs: { tables: { jobs: ['GetItem', 'Query'] }, queues: ['policy-announcement'] },
    errorImpact: 'Interrupted announcements of a changed privacy policy are not taken up again.',
  },
];
