import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Deposits, the wallet, and the confirmations of payment processors. */
export const paymentRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/deposits',
    entry: 'functions/payment/start-deposit',
    caller: 'player',
    needs: together(commits, {
      tables: {
        payments: ['GetItem', 'PutItem', 'Query'],
        players: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
        kyc: ['GetItem'],
        limits: ['GetItem', 'PutItem'],
        holdings: ['PutItem'],
      },
    }),
    errorImpact: 'Players cannot deposit money.',
  },
  {
    method: 'GET',
    path: '/v1/me/payments',
    entry: 'functions/payment/list',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { payments: ['Query'] } },
    errorImpact: 'Players cannot see their payments.',
  },
  {
    method: 'GET',
    path: '/v1/me/balance',
    entry: 'functions/payment/show-balance',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { players: ['GetItem'], wallets: ['GetItem'] } },
    errorImpact: 'Players cannot see their balance.',
  },
  {
    method: 'POST',
    path: '/v1/webhooks/payments/{processor}',
    entry: 'functions/payment/receive-webhook',
    caller: 'webhook',
    needs: together(commits, announces, {
      tables: {
        payments: ['GetItem', 'PutItem', 'UpdateItem'],
        players: ['GetItem', 'ConditionCheckItem'],
        wallets: ['GetItem', 'PutItem', 'UpdateItem'],
        keys: ['GetItem', 'PutItem'],
      },
      subjectKeys: { create: ['financial'], open: ['financial'] },
    }),
    errorImpact: 'Money that players have paid is not credited until the processor tries again.',
    alarmsOn: {
      DEPOSIT_MISMATCHED: 'A deposit was paid with another amount: staff must find out what the money is for.',
      DEPOSIT_PAID_AGAIN: 'A settled deposit was confirmed again: staff must see whether money came twice.',
      DEPOSIT_SUSPENDED: 'Money arrived for a closed account and waits in suspense for a decision of staff.',
    },
  },
];
