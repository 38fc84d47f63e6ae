import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { handler as recordMailEvent } from '#functions/notification/record-mail-event.ts';
import { handler as sendBreachNotice } from '#functions/notification/send-breach-notice.ts';
import { handler as send } from '#functions/notification/send.ts';
import { handler as sweepNotifications } from '#functions/notification/sweep.ts';
import type { QueueHandler } from '#functions/edge/queue.ts';
import { handler as relay } from '#functions/outbox/relay.ts';
import { handler as sweepOutbox } from '#functions/outbox/sweep.ts';
import type { EventDraft } from '#local/events/event.ts';
import { newId } from '#stores/ids.ts';
import type { HandlerServices } from './handler-services.ts';

const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 60_000 } as Context;

/** So often a message is received before a queue would give it up. */
const receptionsMax = 5;

interface Message {
  body: string;
  receptions: number;
}

/** How sources deliver, and what is lost on the way. */
export interface Delivering {
  /** Every record and message comes twice. */
  twice?: boolean;
  /** Mail events that never reach us. */
  loses?: (draft: EventDraft) => boolean;
}

/** What stands between a committed event and a delivered mail, driven step by step. */
export interface MailPipeline {
  /** Works until nothing is under way: stream, queue, mail events. */
  settle(delivering?: Delivering): Promise<void>;
  /** Runs both sweeps as their schedules do, then settles. A sweep that fails runs again with the next call. */
  sweep(delivering?: Delivering): Promise<void>;
  /** Bodies of all messages that were on the queue, to look for what must not be in them. */
  bodies: string[];
  /** Messages that failed so often that their queue gave them up. */
  dead: Message[];
}

/** The message that the rule of the mail stack makes of an event. */
function transform({ detail }: EventDraft): string {
  const { eventType, mail, bounce } = detail as {
    eventType: string;
    mail: { messageId: string; tags: { attempt: string[] } };
    bounce?: { bounceType: string; bounceSubType: string };
  };
  return JSON.stringify({
    eventType,
    messageId: mail.messageId,
    attemptIds: mail.tags.attempt,
    bounceType: bounce?.bounceType ?? '',
    bounceSubType: bounce?.bounceSubType ?? '',
    occurredAt: new Date().toISOString(),
  });
}

/** Opens the pipeline over the services; what was committed before is not relayed. */
export function openMailPipeline(services: HandlerServices): MailPipeline {
  const { dynamodb, ses, sqs } = services;
  const bodies: string[] = [];
  const dead: Message[] = [];
  let events: Message[] = [];
  let position = dynamodb.recordsAfter('outbox', '', 100_000).at(-1)?.dynamodb.SequenceNumber ?? '';
  sqs.handle('PurgeQueue', { QueueUrl: sqs.urlOf('notification') }).catch(() => undefined);

  const relayPage = async (twice: boolean): Promise<boolean> => {
    const Records = dynamodb.recordsAfter('outbox', position, 25);
    if (Records.length === 0) return false;
    const event = { Records } as unknown as DynamoDBStreamEvent;
    const { batchItemFailures } = await relay(event, context);
    if (twice) await relay(event, context);
    const failed = Records.findIndex((record) =>
      batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === record.dynamodb.SequenceNumber),
    );
    const done = failed < 0 ? Records : Records.slice(0, failed);
    position = done.at(-1)?.dynamodb.SequenceNumber ?? position;
    return true;
  };

  const takeMessages = async (queue: string): Promise<Message[]> => {
    const QueueUrl = sqs.urlOf(queue);
    const { Messages = [] } = (await sqs.handle('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 })) as {
      Messages?: { Body: string; ReceiptHandle: string }[];
    };
    for (const { ReceiptHandle } of Messages) await sqs.handle('DeleteMessage', { QueueUrl, ReceiptHandle });
    bodies.push(...Messages.map(({ Body }) => Body));
    return Messages.map(({ Body }) => ({ body: Body, receptions: 0 }));
  };

  /** Delivers messages one batch at a time and answers those that must come again. */
  const deliver = async (handler: QueueHandler, messages: Message[], twice: boolean): Promise<Message[]> => {
    if (messages.length === 0) return [];
    const Records = messages.map(({ body, receptions }) => ({
      messageId: newId(),
      body,
      attributes: { ApproximateReceiveCount: String(receptions + 1) },
    }));
    const event = { Records } as unknown as SQSEvent;
    const { batchItemFailures } = await handler(event, context);
    if (twice) await handler(event, context);
    const again = Records.flatMap(({ messageId }, index) => {
      const { body, receptions } = messages[index]!;
      const failed = batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId);
      return failed ? [{ body, receptions: receptions + 1 }] : [];
    });
    dead.push(...again.filter(({ receptions }) => receptions >= receptionsMax));
    return again.filter(({ receptions }) => receptions < receptionsMax);
  };

  const takeMailEvents = async (loses: (draft: EventDraft) => boolean) => {
    while (ses.isAnnouncing()) await nextTurn();
    const drafts = services.mailEvents.splice(0).filter((draft) => !loses(draft));
    events.push(...drafts.map((draft) => ({ body: transform(draft), receptions: 0 })));
  };

  const settle = async ({ twice = false, loses = () => false }: Delivering = {}): Promise<void> => {
    let waiting: Message[] = [];
    let breachMails: Message[] = [];
    for (let isBusy = true; isBusy;) {
      isBusy = await relayPage(twice);
      waiting.push(...(await takeMessages('notification')));
      breachMails.push(...(await takeMessages('breach-mail')));
      waiting = await deliver(send, waiting, twice);
      breachMails = await deliver(sendBreachNotice, breachMails, twice);
      await takeMailEvents(loses);
      events = await deliver(recordMailEvent, events, twice);
      isBusy ||= waiting.length > 0 || breachMails.length > 0 || events.length > 0;
    }
  };

  return {
    settle,
    async sweep(delivering) {
      await sweepOutbox({}, context).catch(() => undefined);
      await sweepNotifications({}, context).catch(() => undefined);
      await settle(delivering);
    },
    bodies,
    dead,
  };
}
