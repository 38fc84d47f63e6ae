import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCloud } from '#local/cloud.ts';
import type { ClientSettings, Cloud } from '#local/cloud.ts';
import { call, heard, sampleAssembly, startSample } from '#test/support/local/sample-cloud.ts';

const dayMs = 24 * 3600 * 1000;
const isAlive = (processId: number) => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};

/** Signs `GET /machine` for the HTTP API with the SDK's own signer. */
async function signedHeaders(cloud: Cloud, settings: ClientSettings): Promise<Record<string, string>> {
  const { hostname, port } = new URL(cloud.apiAddress);
  const request = {
    method: 'GET',
    protocol: 'http:',
    hostname,
    path: '/machine',
    headers: { host: `${hostname}:${port}` },
  };
  const signer = await new S3Client(settings).config.signer();
  const { headers } = await signer.sign(
    { ...request, query: {} },
    {
      signingService: 'execute-api',
      signingDate: new Date(cloud.clock.now()),
    },
  );
  return headers;
}

describe('a running cloud', () => {
  let cloud: Cloud;
  let mark: number;
  beforeAll(async () => {
    cloud = await startSample();
  });
  afterAll(() => cloud.stop());
  beforeEach(() => {
    mark = cloud.journal.mark();
  });
  afterEach(() => {
    cloud.faults.clear();
    expect(cloud.defects).toEqual([]);
  });

  it('runs a function behind the HTTP API that reads and writes tables', async () => {
    expect(await call(cloud, 'PUT /items/one', 'hello')).toMatchObject({ status: 201 });
    expect(await call(cloud, 'GET /items/one')).toMatchObject({ status: 200, json: { id: 'one', body: 'hello' } });
  });

  it('knows for each call which function made it, in which invocation, and which keys were used', async () => {
    await call(cloud, 'PUT /items/journal', 'x');
    const entries = cloud.journal.since(mark).filter(({ functionName }) => functionName?.includes('ItemsFunction'));
    expect(entries.map(({ action }) => action)).toEqual(['dynamodb:PutItem', 'kms:Decrypt']);
    const { requestId } = cloud.invocations.findLast(({ functionName }) => functionName.includes('ItemsFunction'))!;
    expect(entries.map((entry) => entry.requestId)).toEqual([requestId, requestId]);
  });

  it('refuses what the role does not allow, in the words of AWS, and remembers it', async () => {
    expect(await call(cloud, 'GET /scan')).toMatchObject({ status: 500 });
    expect(cloud.denials(mark)).toMatchObject([
      {
        action: 'dynamodb:Scan',
        allowed: false,
        reason: expect.stringContaining('is not authorized to perform: dynamodb:Scan on resource: arn:aws:dynamodb:'),
      },
    ]);
  });

  it('hands queue messages to their function, and poisoned ones to the dead letters', async () => {
    await call(cloud, 'POST /jobs', 'good work');
    await call(cloud, 'POST /jobs', 'poison');
    await cloud.settle({ turnsToHidden: true });
    expect(heard(cloud, 'JobWorker')).toContainEqual(expect.objectContaining({ body: 'good work' }));
    const [deadLetters] = cloud.queues.queues().filter(({ name }) => name.includes('DeadLetters'));
    expect(cloud.queues.messagesIn(deadLetters!.name)).toMatchObject([{ body: 'poison' }]);
  });

  it('hands stream records that fit the filter to their function', async () => {
    await call(cloud, 'PUT /items/streamed', 'first');
    await call(cloud, 'PUT /items/streamed', 'second');
    await cloud.settle();
    const records = heard(cloud, 'ChangeWorker').filter((record) => JSON.stringify(record).includes('streamed'));
    expect(records).toMatchObject([{ eventName: 'INSERT', dynamodb: { NewImage: { body: { S: 'first' } } } }]);
  });

  it('takes an upload over the event bus into the queue, and keeps it encrypted', async () => {
    await call(cloud, 'POST /documents', 'the secret document');
    await cloud.settle();
    const bodies = heard(cloud, 'JobWorker').map((record) => (record as { body: string }).body);
    const event = bodies.filter((body) => body.includes('aws.s3')).map((body) => JSON.parse(body))[0];
    expect(event).toMatchObject({
      'detail-type': 'Object Created',
      detail: { object: { key: 'incoming/one', size: 19 } },
    });
    const client = new S3Client(cloud.clientSettings());
    const { Body } = await client.send(new GetObjectCommand({ Bucket: event.detail.bucket.name, Key: 'incoming/one' }));
    expect(await Body?.transformToString()).toBe('the secret document');
    const raw = fs.readdirSync(cloud.dataFolder).filter((name) => name.startsWith('s3'));
    expect(raw.some((name) => fs.readFileSync(path.join(cloud.dataFolder, name)).includes('secret document'))).toBe(
      false,
    );
  });

  it('keeps a mail in the inbox', async () => {
    expect((await call(cloud, 'POST /mails', 'player@example.com')).status).toBe(202);
    expect(cloud.mail.mails({ to: 'player@example.com' })).toMatchObject([{ subject: 'Hello', text: 'A mail' }]);
  });

  it('fires schedules by hand and when the clock passes their time, once for a long turn', async () => {
    await cloud.fireSchedule('Nightly');
    await cloud.settle();
    expect(heard(cloud, 'NightWorker')).toMatchObject([{ source: 'aws.events', 'detail-type': 'Scheduled Event' }]);
    const before = cloud.invocations.filter(({ functionName }) => functionName.includes('HourWorker')).length;
    cloud.clock.turnBy(10 * dayMs);
    await expect
      .poll(() => cloud.invocations.filter(({ functionName }) => functionName.includes('HourWorker')).length)
      .toBe(before + 1);
    await cloud.settle();
  });

  it('lets functions and their signatures live in the time of the clock', async () => {
    cloud.clock.turnBy(400 * dayMs);
    const { json } = await call(cloud, 'GET /time');
    const { now, timeEpoch } = json as { now: number; timeEpoch: number };
    expect(Math.abs(now - cloud.clock.now())).toBeLessThan(5000);
    expect(Math.abs(timeEpoch - cloud.clock.now())).toBeLessThan(5000);
    expect((await call(cloud, 'PUT /items/later', 'x')).status).toBe(201);
  });

  it('deletes what time to live has ended when the clock is turned', async () => {
    const endsAtSeconds = String(Math.floor(cloud.clock.now() / 1000) + 3600);
    await call(cloud, 'PUT /items/mortal', { body: 'x', headers: { 'x-ends': endsAtSeconds } });
    expect((await call(cloud, 'GET /items/mortal')).status).toBe(200);
    cloud.clock.turnBy(2 * 3600 * 1000);
    expect((await call(cloud, 'GET /items/mortal')).status).toBe(404);
  });

  it('delivers a batch twice or backwards when the fault plan says so', async () => {
    cloud.faults.lay([{ kind: 'duplicate', functionName: 'JobWorker', nth: 1 }]);
    const before = cloud.invocations.length;
    await call(cloud, 'POST /jobs', 'twice');
    await cloud.settle();
    expect(
      cloud.invocations.slice(before).filter(({ functionName }) => functionName.includes('JobWorker')),
    ).toHaveLength(2);
  });

  it('ends a function between a write and its answer, and the write stays', async () => {
    cloud.faults.lay([{ kind: 'kill', functionName: 'ItemsFunction', action: 'dynamodb:PutItem', nth: 1 }]);
    expect(await call(cloud, 'PUT /items/killed', 'written')).toMatchObject({ status: 500 });
    const last = cloud.invocations.findLast(({ functionName }) => functionName.includes('ItemsFunction'));
    expect(last?.failure?.description.errorType).toBe('Runtime.ExitError');
    expect(await call(cloud, 'GET /items/killed')).toMatchObject({ json: { body: 'written' } });
  });

  it('is found by a throttled or failed call that the SDK tries again', async () => {
    cloud.faults.lay([
      { kind: 'throttle', action: 'dynamodb:PutItem', nth: 1 },
      { kind: 'fail-after', action: 'dynamodb:GetItem', nth: 1 },
    ]);
    expect((await call(cloud, 'PUT /items/tried', 'x')).status).toBe(201);
    expect((await call(cloud, 'GET /items/tried')).status).toBe(200);
    expect(cloud.faults.metCount()).toBe(2);
  });

  it('hands staff tokens to the authorizer of the HTTP API', async () => {
    const { accessToken } = await cloud.staff!.issue({ name: 'dewi', groups: ['dpo'] });
    expect((await call(cloud, 'GET /staff')).status).toBe(401);
    expect(await call(cloud, 'GET /staff', { headers: { authorization: `Bearer ${accessToken}` } })).toMatchObject({
      json: { jwt: { claims: { 'cognito:groups': '[dpo]', username: 'dewi' } } },
    });
  });

  it('lets in signed callers where a route asks for IAM, if their role may invoke it', async () => {
    const asked = async (settings: ClientSettings) =>
      call(cloud, 'GET /machine', { headers: await signedHeaders(cloud, settings) });
    expect(await asked(cloud.clientSettings())).toMatchObject({
      status: 200,
      json: { iam: { userArn: 'arn:aws:iam::000000000000:user/operator' } },
    });
    expect(await asked(cloud.clientSettings('JobWorker'))).toMatchObject({
      status: 403,
      json: { message: 'Forbidden' },
    });
    expect(await call(cloud, 'GET /machine')).toMatchObject({ status: 403 });
  });

  it('says what is still under way when it does not settle in time', async () => {
    cloud.faults.lay([{ kind: 'delay', action: 'dynamodb:GetItem', delayMs: 300 }]);
    const slow = call(cloud, 'GET /items/one');
    await expect.poll(() => cloud.host.busyCount()).toBe(1);
    await expect(cloud.settle({ timeoutMs: 50 })).rejects.toThrow('1 events with functions');
    expect(await slow).toMatchObject({ status: 200 });
  });
});

describe('starting and stopping', () => {
  it('takes up data, keys, time and addresses of people where it stopped', async () => {
    const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'kept-cloud-'));
    const first = await startSample({ dataFolder });
    await call(first, 'PUT /items/kept', 'still here');
    first.clock.turnBy(100 * dayMs);
    const { subject } = await first.staff!.issue({ name: 'dewi', groups: [] });
    const keys = first.clientSettings('ItemsFunction').credentials;
    await first.stop();

    const second = await startSample({ dataFolder });
    expect(await call(second, 'GET /items/kept')).toMatchObject({ json: { body: 'still here' } });
    expect(second.clock.offsetMs()).toBe(100 * dayMs);
    expect((await second.staff!.issue({ name: 'dewi', groups: [] })).subject).toBe(subject);
    const later = second.clientSettings('ItemsFunction').credentials;
    expect(later.accessKeyId).toBe(keys.accessKeyId);
    expect(later.sessionToken).not.toBe(keys.sessionToken);
    await second.stop();
    fs.rmSync(dataFolder, { recursive: true });
  });

  it('leaves no process and no temporary data behind', async () => {
    const cloud = await startSample();
    await call(cloud, 'GET /time');
    const processIds = cloud.host.processIds();
    expect(processIds.length).toBeGreaterThan(0);
    await cloud.stop();
    expect(processIds.filter(isAlive)).toEqual([]);
    expect(fs.existsSync(cloud.dataFolder)).toBe(false);
  });

  it('says which port is taken and how to choose another', async () => {
    const cloud = await startSample();
    const taken = Number(new URL(cloud.apiAddress).port);
    await expect(startSample({ apiPort: taken })).rejects.toThrow(
      `Port ${taken} for the HTTP API is taken by another program: stop that one, or choose another port with --api-port`,
    );
    await cloud.stop();
  });

  it('refuses templates in which a rule may not reach its queue', async () => {
    const source = path.dirname(await sampleAssembly());
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'broken-app-'));
    fs.cpSync(source, copy, { recursive: true });
    const folder = path.join(copy, 'assembly-local');
    const file = path.join(
      folder,
      fs.readdirSync(folder).find((name) => /Data.*template/.test(name))!,
    );
    const template = JSON.parse(fs.readFileSync(file, 'utf8'));
    const [policy] = Object.keys(template.Resources).filter(
      (id) => template.Resources[id].Type === 'AWS::SQS::QueuePolicy',
    );
    delete template.Resources[policy!];
    fs.writeFileSync(file, JSON.stringify(template));
    await expect(startCloud({ assemblyFolder: folder })).rejects.toThrow(
      /not permitted by the templates: events.amazonaws.com .*Uploads.* to .*Jobs/,
    );
    fs.rmSync(copy, { recursive: true });
  });
});
