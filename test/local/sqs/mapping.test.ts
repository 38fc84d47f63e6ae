import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AwsError } from '#local/aws-error.ts';
import { openClock, type Clock } from '#local/clock.ts';
import type { QueueMapping, QueueMappingOptions } from '#local/sqs/mapping.ts';
import { openSqs, type Sqs } from '#local/sqs/sqs.ts';

type Records = { messageId: string; body: string; attributes: Record<string, string> }[];
const queueArn = 'arn:aws:sqs:ap-southeast-3:000000000000:jobs';
const deadArn = 'arn:aws:sqs:ap-southeast-3:000000000000:dead';
let clock: Clock;
let sqs: Sqs;
let mapping: QueueMapping | undefined;

beforeEach(() => {
  clock = openClock();
  sqs = openSqs({ clock, region: 'ap-southeast-3', baseUrl: 'http://127.0.0.1:1' });
  sqs.createQueue({ QueueName: 'dead' });
  const RedrivePolicy = { deadLetterTargetArn: deadArn, maxReceiveCount: 2 };
  sqs.createQueue({ QueueName: 'jobs', VisibilityTimeout: 60, RedrivePolicy });
});
afterEach(async () => {
  await mapping?.close();
  sqs.close();
});

const bodies: string[][] = [];
function start(options: Partial<QueueMappingOptions>, answer: (records: Records) => unknown = () => undefined) {
  bodies.length = 0;
  mapping = sqs.startMapping({
    queueArn,
    batchSize: 10,
    windowSeconds: 0,
    reportsItemFailures: true,
    async invoke(event) {
      const records = event['Records'] as Records;
      bodies.push(records.map((record) => record.body));
      return answer(records);
    },
    ...options,
  });
}
const settled = (calls: number) => vi.waitFor(() => expect([bodies.length, mapping!.running()]).toEqual([calls, 0]));

test('a batch that the function accepts is deleted', async () => {
  for (const body of ['a', 'b', 'c']) sqs.deliver(queueArn, body);
  start({});
  await settled(1);
  expect(bodies).toEqual([['a', 'b', 'c']]);
  expect(sqs.messagesIn('jobs')).toEqual([]);
});

test('a message that arrives later wakes the mapping', async () => {
  start({});
  sqs.deliver(queueArn, 'late');
  await settled(1);
  expect(bodies).toEqual([['late']]);
});

test('only the reported failures come back, after the visibility timeout, and end in the dead-letter queue', async () => {
  for (const body of ['good', 'bad']) sqs.deliver(queueArn, body);
  start({}, (records) => ({
    batchItemFailures: records
      .filter(({ body }) => body === 'bad')
      .map((record) => ({ itemIdentifier: record.messageId })),
  }));
  await settled(1);
  expect(sqs.messagesIn('jobs').map((message) => message.body)).toEqual(['bad']);
  clock.turnBy(60_000);
  await settled(2);
  clock.turnBy(60_000);
  await vi.waitFor(() => expect(sqs.messagesIn('dead').map((message) => message.body)).toEqual(['bad']));
  expect(bodies).toEqual([['good', 'bad'], ['bad']]);
});

test.each([
  ['an identifier that is not of the batch', { batchItemFailures: [{ itemIdentifier: 'other' }] }],
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a wrong key', { batchItemFailures: [{ id: 'x' }] }],
])('%s brings the whole batch back', async (_, answer) => {
  for (const body of ['a', 'b']) sqs.deliver(queueArn, body);
  const failures: unknown[] = [];
  start({ onFailure: (error) => failures.push(error) }, () => answer);
  await settled(1);
  expect(sqs.messagesIn('jobs')).toHaveLength(2);
  expect(failures).toHaveLength(1);
});

test('without ReportBatchItemFailures the answer of the function is not read', async () => {
  sqs.deliver(queueArn, 'a');
  start({ reportsItemFailures: false }, (records) => ({
    batchItemFailures: [{ itemIdentifier: records[0]!.messageId }],
  }));
  await settled(1);
  expect(sqs.messagesIn('jobs')).toEqual([]);
});

test('a function that fails gets its batch again after the visibility timeout', async () => {
  sqs.deliver(queueArn, 'a');
  let attempts = 0;
  start({}, () => {
    attempts += 1;
    if (attempts === 1) throw new Error('crashed');
  });
  await settled(1);
  expect(sqs.messagesIn('jobs')).toHaveLength(1);
  clock.turnBy(60_000);
  await settled(2);
  expect(sqs.messagesIn('jobs')).toEqual([]);
});

test('a batching window gathers messages until it ends or the batch is full', async () => {
  start({ batchSize: 3, windowSeconds: 300 });
  for (const body of ['a', 'b', 'c', 'd']) sqs.deliver(queueArn, body);
  await settled(1);
  clock.turnBy(300_000);
  await settled(2);
  expect(bodies).toEqual([['a', 'b', 'c'], ['d']]);
});

test('no more invocations run at once than maximumConcurrency', async () => {
  let running = 0;
  let most = 0;
  for (let index = 0; index < 8; index += 1) sqs.deliver(queueArn, `${index}`);
  start({ batchSize: 1, maximumConcurrency: 2 }, async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  });
  await settled(8);
  expect(most).toBe(2);
});

test('a throttled function is tried again without using up a receive', async () => {
  sqs.deliver(queueArn, 'a');
  start({}, () => {
    if (bodies.length === 1) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 });
  });
  await vi.waitFor(() => expect(bodies).toHaveLength(1));
  clock.turnBy(1_000);
  await settled(2);
  expect(sqs.messagesIn('jobs')).toEqual([]);
});

test('a fault plan can deliver a batch twice or in the opposite order', async () => {
  for (const body of ['a', 'b']) sqs.deliver(queueArn, body);
  start({ deliveryFault: () => 'duplicate' });
  await settled(2);
  expect(bodies).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  await mapping!.close();
  for (const body of ['c', 'd']) sqs.deliver(queueArn, body);
  start({ deliveryFault: () => 'reorder' });
  await settled(1);
  expect(bodies).toEqual([['d', 'c']]);
});

test('a mapping does not start for a role that may not poll the queue', () => {
  const authorize = ({ action }: { action: string }) => {
    if (action === 'sqs:DeleteMessage') throw new AwsError('AccessDenied', action, { status: 403 });
  };
  expect(() => start({ authorize })).toThrow('sqs:DeleteMessage');
});
