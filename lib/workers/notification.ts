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
        notifications: ['GetItem', 'PutItem'],
        players: ['GetItem'],
        registrations: ['GetItem', 'Query'],
        lookups: ['GetItem'],
        consents: ['Query', 'ConditionCheckItem'],
        payments: ['GetItem'],
        policies: ['GetItem'],
        activity: ['GetItem'],
        requests: ['GetItem'],
        keys: ['GetItem', 'Query'],
        evidence: ['PutItem'],
      },
      subjectKeys: { open: ['contact', 'activity', 'identity', 'support'], openRetained: ['contact'] },
      blindIndexes: ['email'],
      mail: ['security', 'transactional', 'marketing'],
      sms: true,
    },
    errorImpact: 'Players get no mail: nobody can verify an address or sees that money arrived.',
  },
  {
    name: 'breach-mail',
    entry: 'functions/notification/send-breach-notice',
    source: { kind: 'queue', queue: 'breach-mail', batchSize: 5, maximumConcurrency: 10 },
    needs: {
      tables: {
        outbox: ['GetItem'],
        notifications: ['GetItem', 'PutItem'],
        players: ['GetItem'],
        breaches: ['GetItem', 'UpdateItem'],
        keys: ['GetItem'],
        evidence: ['PutItem'],
      },
      subjectKeys: { open: ['contact'], openRetained: ['contact'] },
      mail: ['breach'],
    },
    errorImpact: 'People whose data leaked are not told while legal clocks run.',
  },
  {
    name: 'notification-sweep',
    entry: 'functions/notification/sweep',
    source: { kind: 'schedule', everyMinutes: 1 },
    needs: {
      indexes: { notifications: { undecided: ['Query'] } },
      queues: ['notification', 'breach-mail'],
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
