import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '#local/clock.ts';
import { openEventBus, type EventBus } from '#local/events/event-bus.ts';
import { openSes, type Ses } from '#local/ses/ses.ts';
import type { QueueMapping } from '#local/sqs/mapping.ts';
import { openSqs, type Sqs } from '#local/sqs/sqs.ts';

const region = 'ap-southeast-3';
const queueArn = 'arn:aws:sqs:ap-southeast-3:000000000000:mail-events';
const received: Record<string, unknown>[] = [];
let sqs: Sqs;
let bus: EventBus;
let ses: Ses;
let mapping: QueueMapping;

beforeEach(() => {
  received.length = 0;
  const clock = openClock();
  sqs = openSqs({ clock, region, baseUrl: 'http://127.0.0.1:1' });
  sqs.createQueue({ QueueName: 'mail-events' });
  const deliveries = { toQueue: (arn: string, body: string) => sqs.deliver(arn, body), toFunction: () => undefined };
  bus = openEventBus({ clock, region, deliveries });
  ses = openSes({ clock, region, emit: (draft) => bus.putEvent(draft) });
  ses.addIdentity({ EmailIdentity: 'example.com' });
  ses.addConfigurationSet({ Name: 'breach' });
  const EventBridgeDestination = { EventBusArn: `arn:aws:events:${region}:000000000000:event-bus/default` };
  const EventDestination = { MatchingEventTypes: ['DELIVERY'], EventBridgeDestination };
  ses.addEventDestination({ ConfigurationSetName: 'breach', EventDestination });
  mapping = sqs.startMapping({
    queueArn,
    batchSize: 10,
    windowSeconds: 0,
    reportsItemFailures: true,
    async invoke(event) {
      const records = event['Records'] as { body: string }[];
      received.push(...records.map((record) => JSON.parse(record.body) as Record<string, unknown>));
    },
  });
});
afterEach(async () => {
  await mapping.close();
  await bus.close();
  ses.close();
  sqs.close();
});

test('a mail event reaches a function through rule, transformer and queue without address or subject', async () => {
  bus.addRule('mail-events', {
    EventPattern: { source: ['aws.ses'], detail: { mail: { tags: { attempt: [{ exists: true }] } } } },
    Targets: [
      {
        Arn: queueArn,
        InputTransformer: {
          InputPathsMap: {
            type: '$.detail.eventType',
            message: '$.detail.mail.messageId',
            attempt: '$.detail.mail.tags.attempt[0]',
            at: '$.time',
          },
          InputTemplate: '{"eventType":<type>,"messageId":<message>,"attemptId":<attempt>,"occurredAt":<at>}',
        },
      },
    ],
  });
  const { body } = ses.handleHttp(
    'POST',
    '/v2/email/outbound-emails',
    JSON.stringify({
      FromEmailAddress: 'privacy@example.com',
      Destination: { ToAddresses: ['player@example.org'] },
      Content: { Simple: { Subject: { Data: 'secret subject' }, Body: { Text: { Data: 'text' } } } },
      ConfigurationSetName: 'breach',
      EmailTags: [{ Name: 'attempt', Value: 'a-1' }],
    }),
  );
  await vi.waitFor(() => expect(received).toHaveLength(1));
  const occurredAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as unknown;
  expect(received).toEqual([{ eventType: 'Delivery', messageId: body['MessageId'], attemptId: 'a-1', occurredAt }]);
});
