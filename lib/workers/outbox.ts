import type { Needs } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

const relays: Needs = {
  tables: { outbox: ['UpdateItem'] },
  queues: ['notification', 'breach-mail', 'closure', 'expiry', 'kyc-screening'],
};

/** From committed events to the queues of those who act on them. */
export const outboxWorkers: readonly WorkerRow[] = [
  {
    name: 'outbox-relay',
    entry: 'functions/outbox/relay',
    source: { kind: 'stream', table: 'outbox', batchSize: 25 },
    needs: relays,
    errorImpact: 'Messages to players wait for the sweep and arrive minutes late.',
  },
  {
    name: 'outbox-sweep',
    entry: 'functions/outbox/sweep',
    source: { kind: 'schedule', everyMinutes: 5 },
    needs: { ...relays, indexes: { outbox: { unrelayed: ['Query'] } } },
    errorImpact: 'Messages that the relay missed are never sent.',
  },
];
