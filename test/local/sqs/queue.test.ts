import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveSqs } from '#test/support/local/sqs-service.ts';

const deadLettersArn = 'arn:aws:sqs:ap-southeast-3:000000000000:dead';
let service: Awaited<ReturnType<typeof serveSqs>>;
let jobs: string;
let dead: string;

function declareQueues() {
  service.sqs.createQueue({ QueueName: 'dead', MessageRetentionPeriod: 1_209_600 });
  const redrive = { deadLetterTargetArn: deadLettersArn, maxReceiveCount: 2 };
  service.sqs.createQueue({ QueueName: 'jobs', VisibilityTimeout: 60, RedrivePolicy: redrive });
  [jobs, dead] = [service.sqs.urlOf('jobs'), service.sqs.urlOf('dead')];
}

beforeEach(async () => {
  service = await serveSqs();
  declareQueues();
});
afterEach(() => service.close());

const send = (MessageBody: string, more = {}) =>
  service.client.send(new SendMessageCommand({ QueueUrl: jobs, MessageBody, ...more }));
const receive = async (QueueUrl: string, more = {}) =>
  (await service.client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];

describe('messages', () => {
  test('a message is received with its attributes, system attributes and checksums, and is gone once deleted', async () => {
    await send('job 1', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'intake' } } });
    const [message] = await receive(jobs, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({ Body: 'job 1', MessageAttributes: { kind: { StringValue: 'intake' } } });
    expect(message!.Attributes).toMatchObject({ ApproximateReceiveCount: '1', SenderId: '000000000000' });
    await service.client.send(new DeleteMessageCommand({ QueueUrl: jobs, ReceiptHandle: message!.ReceiptHandle }));
    service.clock.turnBy(61_000);
    expect(await receive(jobs)).toEqual([]);
  });

  test('a received message is hidden for the visibility timeout of the cloud clock', async () => {
    await send('once');
    expect(await receive(jobs)).toHaveLength(1);
    expect(await receive(jobs)).toHaveLength(0);
    service.clock.turnBy(60_000);
    expect(await receive(jobs)).toHaveLength(1);
  });

  test('a visibility timeout changed to 0 shows the message at once', async () => {
    await send('again');
    const [message] = await receive(jobs);
    const { ReceiptHandle } = message!;
    await service.client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: jobs, ReceiptHandle, VisibilityTimeout: 0 }),
    );
    expect(await receive(jobs)).toHaveLength(1);
  });

  test('a delayed message appears when its delay has passed', async () => {
    await send('later', { DelaySeconds: 900 });
    expect(await receive(jobs)).toHaveLength(0);
    service.clock.turnBy(900_000);
    expect(await receive(jobs)).toHaveLength(1);
  });

  test('a long poll ends as soon as a message arrives', async () => {
    const waiting = receive(jobs, { WaitTimeSeconds: 20 });
    await send('arrived');
    expect((await waiting)[0]!.Body).toBe('arrived');
  });

  test('a long poll ends empty when the clock is turned past its wait', async () => {
    const waiting = service.sqs.handle('ReceiveMessage', { QueueUrl: jobs, WaitTimeSeconds: 20 });
    service.clock.turnBy(20_000);
    expect(await waiting).toEqual({});
  });

  test('a message is dropped after the retention period', async () => {
    await send('forgotten');
    service.clock.turnBy(345_601_000);
    expect(await receive(jobs)).toEqual([]);
    expect(service.sqs.messagesIn('jobs')).toEqual([]);
  });

  test('messages of one megabyte pass and longer ones are refused', async () => {
    await send('x'.repeat(1_048_576));
    await expect(send('x'.repeat(1_048_577))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('messages survive a restart of the cloud', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sqs-'));
    await service.close();
    service = await serveSqs(folder);
    declareQueues();
    await send('kept');
    await service.close();
    service = await serveSqs(folder);
    declareQueues();
    expect((await receive(jobs))[0]!.Body).toBe('kept');
    fs.rmSync(folder, { recursive: true });
  });
});

describe('batches', () => {
  test('a bad entry of a batch fails alone', async () => {
    const Entries = ['good', '\u0001', 'better'].map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
    const answer = await service.client.send(new SendMessageBatchCommand({ QueueUrl: jobs, Entries }));
    expect(answer.Successful!.map((entry) => entry.Id)).toEqual(['0', '2']);
    expect(answer.Failed).toMatchObject([{ Id: '1', Code: 'InvalidMessageContents', SenderFault: true }]);
  });

  test('a batch of more than ten is refused', async () => {
    const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'm' }));
    const sending = service.client.send(new SendMessageBatchCommand({ QueueUrl: jobs, Entries }));
    await expect(sending).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  });

  test('a batch deletes what its receipts stand for', async () => {
    await send('a');
    await send('b');
    const messages = await receive(jobs, { MaxNumberOfMessages: 10 });
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    await service.client.send(new DeleteMessageBatchCommand({ QueueUrl: jobs, Entries }));
    expect(service.sqs.messagesIn('jobs')).toEqual([]);
  });
});

describe('dead letters', () => {
  async function failTwice() {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await receive(jobs);
      service.clock.turnBy(60_000);
    }
  }

  test('a message received maxReceiveCount times goes to the dead-letter queue when it is asked for again', async () => {
    await send('poison');
    await failTwice();
    expect(await receive(dead)).toEqual([]);
    expect(await receive(jobs)).toEqual([]);
    const [message] = await receive(dead, { MessageSystemAttributeNames: ['All'] });
    expect(message!.Body).toBe('poison');
    expect(message!.Attributes!.DeadLetterQueueSourceArn).toBe('arn:aws:sqs:ap-southeast-3:000000000000:jobs');
  });

  test('a redrive brings dead letters back as new messages', async () => {
    await send('poison');
    await failTwice();
    await receive(jobs);
    await service.client.send(new StartMessageMoveTaskCommand({ SourceArn: deadLettersArn }));
    const [message] = await receive(jobs, { MessageSystemAttributeNames: ['All'] });
    expect(message!.Attributes!.ApproximateReceiveCount).toBe('1');
  });

  test('only a dead-letter queue can be redriven', async () => {
    const SourceArn = 'arn:aws:sqs:ap-southeast-3:000000000000:jobs';
    const moving = service.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    await expect(moving).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('queues', () => {
  test('attributes count visible, hidden and delayed messages', async () => {
    await send('a');
    await send('b');
    await send('c', { DelaySeconds: 60 });
    await receive(jobs);
    const command = new GetQueueAttributesCommand({ QueueUrl: jobs, AttributeNames: ['All'] });
    expect((await service.client.send(command)).Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '60',
    });
  });

  test('a purge empties the queue', async () => {
    await send('a');
    await service.client.send(new PurgeQueueCommand({ QueueUrl: jobs }));
    expect(await receive(jobs)).toEqual([]);
  });

  test('an unknown queue answers the typed error that clients know', async () => {
    const sending = service.client.send(new SendMessageCommand({ QueueUrl: `${jobs}-other`, MessageBody: 'm' }));
    await expect(sending).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  test('operations that the product does not use and FIFO queues are refused by name', async () => {
    await expect(service.sqs.handle('ListQueues', {})).rejects.toThrow('sqs:ListQueues');
    expect(() => service.sqs.createQueue({ QueueName: 'orders.fifo' })).toThrow('orders.fifo');
  });

  test('each operation needs its IAM action on the queue', () => {
    const resource = 'arn:aws:sqs:ap-southeast-3:000000000000:jobs';
    expect(service.sqs.needsOf('SendMessageBatch', { QueueUrl: jobs })).toEqual([
      { action: 'sqs:SendMessage', resource, context: {} },
    ]);
  });
});
