import {
  deliveryAudit,
  isDue,
  leased,
  settled,
  withheld,
  type Delivery,
  type LeasedDelivery,
  type MailOutcome,
  type Message,
} from '#domain/notification/sending.ts';
import { messageClassOf } from '#domain/notification/event-type.ts';
import { renderLetter } from '#domain/notification/render-letter.ts';
import { logEvent } from '#functions/edge/log.ts';
import type { Work } from '#functions/edge/queue.ts';
import { followingDelivery } from '#stores/breaches/following-delivery.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import type { Ledger } from '#stores/ledger.ts';
import type { MailProvider } from '#stores/mail.ts';
import type { Notifications } from '#stores/notifications.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import type { SmsProvider } from '#stores/sms.ts';
import { recipientOf, type Compose, type Composition } from './composition.ts';

/** The stores that delivering a message uses. */
export interface DeliverStores {
  ledger: Ledger;
  mail: MailProvider;
  /** Absent where only mail is sent. */
  sms?: SmsProvider;
  notifications: Pick<Notifications, 'find' | 'moving' | 'attempting'>;
}

type Moment = Pick<Work, 'actor' | 'now'>;

/**
 * Sends the message of an event once. The lease is committed before the provider is called and names the attempt, so
 * that whatever happens between the two leaves something to decide by: a mail event, or ten minutes of silence.
 */
export async function deliver(
  stores: DeliverStores,
  { event, compose }: { event: AnnouncedEvent; compose: Compose },
  moment: Moment,
): Promise<void> {
  const { eventId, type, recordId } = event;
  const message: Message = { eventId, recipient: recipientOf(event), type, recordId };
  const seen = await stores.notifications.find(message);
  if (!isDue(seen, moment.now)) return;
  const composition = await compose(event, moment.now);
  if (composition === undefined) return withhold(stores, { message, seen }, moment);
  const delivery = await lease(stores, { message, seen, composition }, moment);
  await attempt(stores, { delivery, composition }, moment);
}

async function withhold(
  { ledger, notifications }: DeliverStores,
  { message, seen }: { message: Message; seen: Delivery | undefined },
  { actor, now }: Moment,
): Promise<void> {
  const delivery = withheld(message, seen, now);
  const audit = [deliveryAudit(delivery, 'notification-withheld')];
  const writes = [notifications.moving(delivery, seen), ...followingDelivery(delivery)];
  await ledger.commit({ writes, audit, actor, now });
}

async function lease(
  { ledger, notifications }: DeliverStores,
  { message, seen, composition }: { message: Message; seen: Delivery | undefined; composition: Composition },
  { actor, now }: Moment,
): Promise<LeasedDelivery> {
  const delivery = leased(message, { attemptId: newId(), subjectId: composition.subjectId, seen }, now);
  await ledger.commit({
    writes: [
      notifications.moving(delivery, seen),
      notifications.attempting(delivery),
      ...followingDelivery(delivery),
      ...composition.writes,
    ],
    audit: [deliveryAudit(delivery, 'notification-attempted')],
    actor,
    now,
  });
  return delivery;
}

interface Attempt {
  delivery: LeasedDelivery;
  composition: Composition;
}

/** Calls the provider of the channel once. */
async function handOver({ mail, sms }: DeliverStores, { delivery, composition }: Attempt): Promise<MailOutcome> {
  const { attemptId, type } = delivery;
  const { to } = composition;
  if (!('text' in composition)) {
    const messageClass = messageClassOf(type);
    const { letter, marketing } = composition;
    if ((messageClass === 'marketing') !== (marketing !== undefined)) {
      throw new Error('Marketing leaves with a consent that was read for it, and nothing else does');
    }
    return mail.send({ attemptId, messageClass, to, mail: renderLetter(letter), ...marketing });
  }
  if (sms === undefined) throw new Error('This sender sends no text messages');
  return sms.send({ attemptId, to, body: composition.text, lifeSeconds: composition.lifeSeconds });
}

async function attempt(
  stores: DeliverStores,
  { delivery, composition }: Attempt,
  { actor, now }: Moment,
): Promise<void> {
  const { ledger, notifications } = stores;
  const outcome = await handOver(stores, { delivery, composition });
  if (outcome.outcome !== 'accepted') reportTrouble(delivery, outcome);
  const next = settled(delivery, outcome, now);
  if (next === undefined) return;
  const audit = [deliveryAudit(next, `notification-${next.state}`)];
  const writes = [notifications.moving(next, delivery), ...followingDelivery(next)];
  try {
    await ledger.commit({ writes, audit, actor, now });
  } catch (error) {
    // A mail event was faster and knows more.
    if (!(error instanceof Conflict)) throw error;
  }
}

function reportTrouble({ eventId, attemptNumber }: LeasedDelivery, trouble: { outcome: string; errorCode: string }) {
  const { outcome: state, errorCode } = trouble;
  logEvent('MAIL_NOT_ACCEPTED', { eventId, count: attemptNumber, state, errorCode });
}
