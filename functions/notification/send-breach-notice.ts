// Queue of breach notices, apart from all other mail
import * as z from 'zod';
import { queueHandler, type QueueHandler } from '#functions/edge/queue.ts';
import { openBreachNotices, type BreachNotices } from '#stores/breach-notices.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openMailProvider } from '#stores/mail.ts';
import { openNotifications } from '#stores/notifications.ts';
import { openOutbox, type Outbox } from '#stores/outbox.ts';
import { openPlayers } from '#stores/players.ts';
import type { AddresseeStores } from './addressee.ts';
import { composeToPlayer } from './compose-account.ts';
import { writeBreachNotice } from './compose-breach.ts';
import { deliver, type DeliverStores } from './deliver.ts';

/** The stores that sending a breach notice uses. */
export interface SendBreachNoticeStores extends DeliverStores, AddresseeStores {
  breachNotices: BreachNotices;
  outbox: Pick<Outbox, 'read'>;
}

const announcementSchema = z.object({ eventId: z.string() });

/** Tells one person of a breach, once (C69). */
export function sendBreachNotice(stores: SendBreachNoticeStores): QueueHandler {
  const write = writeBreachNotice(stores.breachNotices);
  return queueHandler(announcementSchema, async ({ eventId }, work) => {
    const event = await stores.outbox.read(eventId);
    const compose = () => composeToPlayer(stores, { event, write }, work.now);
    await deliver(stores, { event, compose }, work);
  });
}

export const handler = sendBreachNotice({
  breachNotices: openBreachNotices(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  mail: openMailProvider(),
  notifications: openNotifications(),
  outbox: openOutbox(),
  players: openPlayers(),
});
