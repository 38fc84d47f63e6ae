import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Collecting, packing and destroying copies of what is held about a player. */
export const exportWorkers: readonly WorkerRow[] = [
  {
    name: 'export',
    entry: 'functions/export/work',
    source: { kind: 'queue', queue: 'export', batchSize: 1 },
    needs: together(commits, announces, {
      tables: {
        jobs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'],
        players: ['Query', 'GetItem'],
        credentials: ['Query'],
        sessions: ['Query'],
        activity: ['Query'],
        kyc: ['Query'],
        consents: ['Query'],
        requests: ['Query'],
        payments: ['Query'],
        wallets: ['Query'],
        keys: ['GetItem'],
      },
      indexes: {
        evidence: { 'by-subject': ['Query'] },
        outbox: { 'by-subject': ['Query'] },
        notifications: { 'by-subject': ['Query'] },
        breaches: { 'by-player': ['Query'] },
      },
      subjectKeys: { open: ['identity', 'contact', 'kyc', 'financial', 'activity', 'support'] },
      objects: {
        kyc: { get: ['accepted/'], listVersions: ['accepted/'] },
        exports: { put: ['work/', 'packages/'], get: ['work/'], listVersions: ['work/'], deleteVersions: ['work/'] },
      },
      queues: ['export'],
    }),
    errorImpact: 'Players wait for the copy of their data that they asked for.',
    alarmsOn: {
      EXPORT_SOURCE_FAILED:
        'A copy of somebody’s data could not be made whole: it is not delivered, and its time runs.',
    },
    memoryMegabytes: 1024,
    timeoutSeconds: 300,
  },
  {
    name: 'export-sweep',
    entry: 'functions/export/sweep',
    source: { kind: 'schedule', everyMinutes: 15 },
    needs: together(commits, {
      tables: { jobs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'], players: ['GetItem'] },
      objects: {
        exports: { listVersions: ['work/', 'packages/'], deleteVersions: ['work/', 'packages/'] },
      },
      queues: ['export'],
    }),
    errorImpact: 'Copies of data are not destroyed on their date, or one that stopped is not taken up again.',
    timeoutSeconds: 300,
  },
];
