import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, DescribeKeyCommand, GenerateDataKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { startSample } from '#test/support/local/sample-cloud.ts';

let cloud: Cloud;
let tableName: string;

beforeAll(async () => {
  cloud = await startSample();
  const table = cloud.stage
    .resources('AWS::DynamoDB::GlobalTable')
    .find(({ logicalId }) => logicalId.startsWith('Items'));
  tableName = table!.name;
});
afterEach(() => cloud.faults.clear());
afterAll(async () => {
  expect(cloud.defects).toEqual([]);
  await cloud.stop();
});

const asFunction = (more: object = {}) => ({ ...cloud.clientSettings('ItemsFunction'), maxAttempts: 1, ...more });
const get = (settings: object) =>
  new DynamoDBClient(settings).send(new GetItemCommand({ TableName: tableName, Key: { id: { S: 'none' } } }));
const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error as { name: string; message: string; $metadata: { httpStatusCode: number } };
};

describe('the edge', () => {
  it('serves a function that signs with its own credentials', async () => {
    expect((await get(asFunction())).$metadata.httpStatusCode).toBe(200);
  });

  it.each([
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
    ['a foreign session token', { sessionToken: 'foreign' }, 'UnrecognizedClientException'],
    ['an unknown key', { accessKeyId: 'ASIAUNKNOWN' }, 'UnrecognizedClientException'],
  ])('refuses %s', async (_, change, name) => {
    const { credentials } = cloud.clientSettings('ItemsFunction');
    expect(await failure(get(asFunction({ credentials: { ...credentials, ...change } })))).toMatchObject({ name });
  });

  it('refuses a signature of another time than that of the cloud, and tells SDK clients the time', async () => {
    const early = new Date(Date.now() - 3600_000);
    expect(await failure(get(asFunction({ systemClockOffset: early.getTime() - Date.now() })))).toMatchObject({
      name: 'InvalidSignatureException',
    });
    const patient = asFunction({ maxAttempts: 2, systemClockOffset: early.getTime() - Date.now() });
    expect((await get(patient)).$metadata.httpStatusCode).toBe(200);
  });

  it('refuses unsigned calls', async () => {
    const response = await fetch(cloud.awsAddress, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      body: '{}',
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it('says by name what it does not do', async () => {
    const unknown = new KMSClient(cloud.clientSettings());
    const { ListKeysCommand } = await import('@aws-sdk/client-kms');
    expect(await failure(unknown.send(new ListKeysCommand({})))).toMatchObject({
      message: expect.stringContaining('kms:ListKeys'),
      $metadata: { httpStatusCode: 501 },
    });
  });

  it('lets the operator do everything', async () => {
    const operator = new DynamoDBClient(cloud.clientSettings());
    expect((await operator.send(new ScanCommand({ TableName: tableName }))).Items).toEqual([]);
  });

  it.each([
    [
      'a table operation',
      (client: object) => new DynamoDBClient(client).send(new ScanCommand({ TableName: tableName })),
    ],
    [
      'an object',
      (client: object) => new S3Client(client).send(new GetObjectCommand({ Bucket: bucketName(), Key: 'x' })),
    ],
    [
      'a mail of another identity',
      (client: object) => new SESv2Client(client).send(mailFrom('someone@elsewhere.test')),
    ],
  ])('denies a role %s that its policy does not name', async (_, attempt) => {
    const mark = cloud.journal.mark();
    expect((await failure(attempt(asFunction()))).name).toMatch(/^AccessDenied/);
    expect(cloud.denials(mark)).toHaveLength(1);
  });

  it('denies a role the message of another queue and the key of another purpose', async () => {
    const worker = { ...cloud.clientSettings('JobWorker'), maxAttempts: 1 };
    const queue = cloud.queues.queues().find(({ name }) => name.includes('JobsD'))!;
    const send = new SendMessageCommand({ QueueUrl: cloud.queues.urlOf(queue.name), MessageBody: 'x' });
    expect((await failure(new SQSClient(worker).send(send))).name).toMatch(/^AccessDenied/);
    const [key] = cloud.stage.resources('AWS::KMS::Key');
    const dataKey = new GenerateDataKeyCommand({ KeyId: key!.name, KeySpec: 'AES_256' });
    expect((await failure(new KMSClient(worker).send(dataKey))).name).toMatch(/^AccessDenied/);
    expect((await failure(new KMSClient(worker).send(new DescribeKeyCommand({ KeyId: key!.name })))).name).toMatch(
      /^AccessDenied/,
    );
  });

  it('answers AWS errors with their names', async () => {
    const [key] = cloud.stage.resources('AWS::KMS::Key');
    const sign = new SignCommand({ KeyId: key!.name, Message: Buffer.from('x'), SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(await failure(new KMSClient(cloud.clientSettings()).send(sign))).toMatchObject({
      name: 'InvalidKeyUsageException',
    });
  });
});

describe('the fault plan over the edge', () => {
  it.each([
    ['dynamodb:GetItem', 'throttle', 'ThrottlingException'],
    ['dynamodb:GetItem', 'fail-before', 'InternalServerError'],
  ] as const)('refuses %s by %s as the service would', async (...[action, kind, name]) => {
    cloud.faults.lay([{ kind, action }]);
    expect(await failure(get(asFunction()))).toMatchObject({ name });
  });

  it('does a call whose answer it then fails', async () => {
    cloud.faults.lay([{ kind: 'fail-after', action: 's3:PutObject' }]);
    const client = new S3Client({ ...cloud.clientSettings(), maxAttempts: 1 });
    const object = { Bucket: bucketName(), Key: 'after' };
    expect(await failure(client.send(new PutObjectCommand({ ...object, Body: 'done' })))).toMatchObject({
      name: 'InternalError',
    });
    const { Body } = await client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('done');
  });

  it('throttles mail as SES does, undone', async () => {
    cloud.faults.lay([{ kind: 'throttle', action: 'ses:SendEmail' }]);
    const client = new SESv2Client({ ...cloud.clientSettings(), maxAttempts: 1 });
    expect(await failure(client.send(mailFrom('a@sample.test')))).toMatchObject({ name: 'TooManyRequestsException' });
    expect(cloud.mail.mails()).toEqual([]);
  });

  it('holds a call back', async () => {
    cloud.faults.lay([{ kind: 'delay', delayMs: 60 }]);
    const startedAt = performance.now();
    await get(asFunction());
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
  });
});

function bucketName(): string {
  return cloud.stage.resources('AWS::S3::Bucket')[0]!.name;
}

function mailFrom(address: string): SendEmailCommand {
  const Simple = { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } };
  return new SendEmailCommand({
    FromEmailAddress: address,
    Destination: { ToAddresses: ['b@sample.test'] },
    Content: { Simple },
  });
}
