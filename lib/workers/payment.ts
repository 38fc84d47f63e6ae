import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Confirmations that found no deposit when they came. */
export const paymentWorkers: readonly WorkerRow[] = [
  {
    name: 'payment-unmatched-retry',
    entry: 'functions/payment/retry-unmatched',
    source: { kind: 'schedule', everyMinutes: 5 },
    needs: together(commits, announces, {
      tables: {
        payments: ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        players: ['GetItem', 'ConditionCheckItem'],
        wallets: ['GetItem', 'PutItem', 'UpdateItem'],
        keys: ['GetItem', 'PutItem'],
      },
      subjectKeys: { create: ['financial'], open: ['financial'] },
    }),
    errorImpact: 'Money that arrived before its deposit was visible is not credited.',
    alarmsOn: {
      WEBHOOK_EVENT_PARKED: 'A payment confirmation found no deposit for 24 hours: staff must find whose money it is.',
      DEPOSIT_MISMATCHED: 'A deposit was paid with another amount: staff must find out what the money is for.',
      DEPOSIT_PAID_AGAIN: 'A settled deposit was confirmed again: staff must see whether money came twice.',
      DEPOSIT_SUSPENDED: 'Money arrived for a closed account and waits in suspense for a decision of staff.',
    },
  },
];
