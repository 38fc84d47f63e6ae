// Every five minutes: confirmations that found no deposit when they came
import { confirmationSchema, unmatchedRetrySeconds } from '#domain/payment/webhook.ts';
import { confirmationParked } from '#domain/payment/record.ts';
import { logDefect, logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import { openDeposits } from '#stores/deposits.ts';
import { Conflict } from '#stores/failures.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import {
  openPaymentEvents,
  unmatchedShards,
  type PaymentEvents,
  type UnmatchedConfirmation,
} from '#stores/payment-events.ts';
import { openPlayers } from '#stores/players.ts';
import { openWallets } from '#stores/wallets.ts';
import { settle, type SettleStores } from './settle.ts';

/** The stores the retry uses. */
export type RetryUnmatchedStores = SettleStores & { events: PaymentEvents };

/** So many of each shard in one run; the next run goes on. */
const perShardMax = 50;

/** Tries waiting confirmations again for a day, then parks them and raises the alarm. One that fails stops no other. */
export function retryUnmatched(stores: RetryUnmatchedStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    let failures = 0;
    for (let shard = 0; shard < unmatchedShards; shard += 1) {
      for (const waiting of await stores.events.waitingIn(shard, perShardMax)) {
        await retry(stores, waiting, work).catch((error: unknown) => {
          failures += 1;
          logDefect(error, { requestId: work.actor.requestId });
        });
      }
    }
    if (failures > 0) throw new Error('Some confirmations could not be retried');
  });
}

async function retry(stores: RetryUnmatchedStores, waiting: UnmatchedConfirmation, work: Work): Promise<void> {
  const { now, actor } = work;
  const key = await stores.keys.open(waiting.sealSubject, 'financial', now);
  const confirmation = confirmationSchema.parse(JSON.parse(stores.events.contentOf(waiting, key)));
  const deposit = await stores.deposits.findByReference(confirmation.data.paymentReference);
  const leaving = stores.events.leaving(waiting);
  try {
    if (deposit?.processor === waiting.processor) {
      await settle(stores, { deposit, confirmation, together: [leaving], actor, now });
    } else if (now.getTime() - Date.parse(waiting.receivedAt) >= unmatchedRetrySeconds * 1000) {
      const writes = [leaving, stores.events.parking(waiting, now)];
      await stores.ledger.commit({ writes, ...confirmationParked(waiting.webhookId), actor, now });
      logEvent('WEBHOOK_EVENT_PARKED', { requestId: actor.requestId });
    }
  } catch (error) {
    // Another run took it first, or the wallet moved: the next run sees what is left.
    if (!(error instanceof Conflict)) throw error;
  }
}

export const handler = retryUnmatched({
  deposits: openDeposits(),
  events: openPaymentEvents(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  wallets: openWallets(),
});
