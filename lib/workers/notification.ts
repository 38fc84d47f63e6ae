import type { WorkerRow } from '../worker-row.ts';

/** Mail: sent under a lease, followed by mail events, repeated when the outcome stays unknown. */
export const notificationWorkers: readonly WorkerRow[] = [
  {
    name: 'notification-send',
    entry: 'functions/notification/send',
    source: { kind: 'queue', queue: 'notification', batchSize: 5, maximumConcurrency: 10 },
    needs: {
      tables: {
        outbox: ['GetItem'],
        notifications: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        players: ['GetItem', 'Query'],
        registrations: ['GetItem', 'Query'],
        payments: ['GetItem'],
        breaches: ['GetItem'],
        keys: ['GetItem'],
        evidence: ['PutItem'],
      },
      subjectKeys: { open: ['contact'], openRetained: ['contact'] },
      mail: ['security', 'transactional'],
    },
    errorImpact: 'Players get no mail: nobody can verify an address or sees that money arrived.',
  },
  {
    name: 'notification-sweep',
    entry: 'functions/notification/sweep',
    source: { kind: 'schedule', everyMinutes: 5 },
    needs: {
      tables: { notifications: ['Query', 'GetItem', 'UpdateItem'] },
      queues: ['notification', 'breach-notice'],
    },
    errorImpact: 'A mail whose sending was interrupted is never sent again.',
  },
  {
    name: 'mail-events',
    entry: 'functions/notification/record-mail-event',
    source: { kind: 'mail-events', queue: 'mail-event', batchSize: 10 },
    needs: {
      tables: { notifications: ['GetItem', 'UpdateItem'], breaches: ['UpdateItem'], evidence: ['PutItem'] },
    },
    errorImpact: 'Nobody can tell which breach notices were delivered, and mails may be sent twice.',
  },
];
