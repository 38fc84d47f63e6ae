// Queue of mail events, stripped of addresses and subjects by the rule that feeds it
import * as z from 'zod';
import { mailReport } from '#domain/notification/delivery.ts';
import { deliveryAudit } from '#domain/notification/sending.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler } from '#functions/edge/queue.ts';
import { followingDelivery } from '#stores/breaches/following-delivery.ts';
import { Conflict } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openNotifications, type Notifications } from '#stores/notifications.ts';

/** A path that an event does not have arrives as an empty text. */
const mailEventSchema = z.object({
  eventType: z.enum(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure']),
  attemptIds: z.union([z.array(z.string()), z.literal('').transform((): string[] => [])]),
  bounceType: z.string().default(''),
  bounceSubType: z.string().default(''),
});

/** The stores that recording mail events uses. */
export interface RecordMailEventStores {
  ledger: Ledger;
  notifications: Pick<Notifications, 'findByAttempt' | 'reporting'>;
}

/** Records what became of an attempt. Events come twice and in any order; only those that say something new count. */
export function recordMailEvent({ ledger, notifications }: RecordMailEventStores): QueueHandler {
  return queueHandler(mailEventSchema, async ({ attemptIds, ...event }, { actor, now }) => {
    const [attemptId] = attemptIds;
    const delivery = attemptId === undefined ? undefined : await notifications.findByAttempt(attemptId);
    if (attemptId === undefined || delivery === undefined) {
      logEvent('MAIL_EVENT_WITHOUT_ATTEMPT', { state: event.eventType });
      return;
    }
    const report = mailReport(event);
    const audit = [deliveryAudit({ ...delivery, attemptId }, `notification-${report.state}`)];
    const writes = [
      notifications.reporting(delivery, attemptId, report),
      ...followingDelivery({ ...delivery, state: report.state }),
    ];
    try {
      await ledger.commit({ writes, audit, actor, now });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  });
}

export const handler = recordMailEvent({ ledger: openLedger(), notifications: openNotifications() });
