import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { AwsError } from '#local/aws-error.ts';
import { type Clock, openClock } from '#local/clock.ts';
import { openDynamoDb } from '#local/dynamodb/engine.ts';
import { answerError, answerJson } from '#local/edge/answers.ts';
import { readBody } from '#local/http-api/read-body.ts';
import { openKms } from '#local/kms/engine.ts';
import { openS3, type S3 } from '#local/s3/s3.ts';
import type { Credential } from '#local/signature/credential.ts';
import { verifySignature } from '#local/signature/verify-signature.ts';
import { openSqs, type Sqs } from '#local/sqs/sqs.ts';
import { tables } from '#lib/tables.ts';
import { documentClient } from '#stores/clients.ts';

const region = 'ap-southeast-3';
const bucketName = 'documents';

/** What happens to one AWS call: nothing, a throttle, an answer that is lost for good, or one lost for a retry. */
export type Fault = 'none' | 'throttle' | 'crash-before' | 'crash-after' | 'unavailable-after';

/** Engines of the local cloud behind one address, without functions, gateways or permissions. */
export interface HandlerServices {
  clock: Clock;
  s3: S3;
  sqs: Sqs;
  bucketName: string;
  /** The operations that were called since the last reset, in order. */
  calls: string[];
  /** Decides what happens to each call, by its number since the last reset (1 for the first). */
  meddle: (call: number, operation: string) => Fault;
  /** Forgets calls and faults. */
  reset(): void;
  /** All items of a table. */
  scan(table: keyof typeof tables): Promise<Record<string, unknown>[]>;
}

const credential: Credential = {
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  principal: { accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '', arn: 'arn:aws:iam::000000000000:user/test' },
};

function openEngines(baseUrl: string, clock: Clock) {
  const dynamodb = openDynamoDb({ clock, region });
  const kms = openKms({ clock, region });
  const sqs = openSqs({ clock, region, baseUrl });
  const s3 = openS3({
    clock,
    keys: {
      dataKey: (_, keyId, arn) => {
        const { plaintext, ciphertext, keyArn } = kms.generateDataKey(keyId, { 'aws:s3:arn': arn });
        return { plain: plaintext, blob: ciphertext.toString('base64'), keyArn };
      },
      open: (_, blob, arn) => kms.decrypt(Buffer.from(blob, 'base64'), { 'aws:s3:arn': arn }).plaintext,
    },
    authorize: () => undefined,
    emit: () => undefined,
    credentialOf: () => credential,
  });
  return { dynamodb, kms, sqs, s3 };
}

type Engines = ReturnType<typeof openEngines>;

function declare({ dynamodb, kms, s3, sqs }: Engines): Record<string, string> {
  const keyOf = (logicalId: string): string =>
    kms.createKey({ logicalId, spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', policy: {} }).arn;
  const indexKeyOf = (logicalId: string): string =>
    kms.createKey({ logicalId, spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', policy: {} }).arn;
  const settings: Record<string, string> = {
    BUCKET_KYC: bucketName,
    KEY_SUBJECT_KEYS: keyOf('subject-keys'),
    KEY_COMPLIANCE: keyOf('compliance'),
    KEY_KYC_DOCUMENTS: keyOf('kyc-documents'),
  };
  for (const table of Object.keys(tables)) {
    settings[`TABLE_${table.toUpperCase()}`] = table;
    dynamodb.ensureTable(
      {
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      },
      'expiresAtSeconds',
    );
  }
  for (const index of ['EMAIL', 'PHONE', 'IDENTITY_NUMBER', 'ACCOUNT_NUMBER', 'DOCUMENT'])
    settings[`KEY_${index}_INDEX`] = indexKeyOf(index);
  s3.createBucket({
    name: bucketName,
    isVersioned: true,
    encryption: { algorithm: 'aws:kms', keyId: settings['KEY_KYC_DOCUMENTS'] ?? '', usesBucketKey: true },
    announcesEvents: false,
    corsRules: [],
    lifecycleRules: [],
    retentionDays: undefined,
  });
  sqs.createQueue({ QueueName: 'kyc-intake' });
  return { ...settings, QUEUE_KYC_INTAKE: sqs.urlOf('kyc-intake') };
}

interface Meddling {
  calls: string[];
  meddle: HandlerServices['meddle'];
}

/** Performs one call on the engine that it is for. */
async function perform(engines: Engines, received: Received, response: http.ServerResponse): Promise<void> {
  const { request, body, operation, dress } = received;
  const { dynamodb, kms, sqs, s3 } = engines;
  if (dress.service === 's3') {
    const signature = verifySignature({ request, body }, () => credential, received.now);
    s3.handleHttp(request, response, body, signature);
    return;
  }
  const input = JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>;
  const engine = { dynamodb, kms, sqs }[dress.service as 'dynamodb' | 'kms' | 'sqs'];
  answerJson(response, dress, await engine.handle(operation.split(':')[1] ?? '', input));
}

interface Received {
  request: http.IncomingMessage;
  body: Buffer;
  /** `dynamodb:GetItem`, `s3:GET`. */
  operation: string;
  dress: { service: string; contentType: string; requestId: string };
  now: number;
}

const servicesByTarget: Record<string, string> = {
  DynamoDB_20120810: 'dynamodb',
  TrentService: 'kms',
  AmazonSQS: 'sqs',
};

async function receive(request: http.IncomingMessage, now: number): Promise<Received> {
  const [target = '', name] = String(request.headers['x-amz-target'] ?? 's3').split('.');
  const service = servicesByTarget[target] ?? 's3';
  const contentType = String(request.headers['content-type'] ?? 'application/x-amz-json-1.0');
  return {
    request,
    body: (await readBody(request, 64 << 20)) ?? Buffer.alloc(0),
    operation: `${service}:${name ?? request.method}`,
    dress: { service, contentType, requestId: 'local' },
    now,
  };
}

const failures: Record<Exclude<Fault, 'none'>, AwsError> = {
  throttle: new AwsError('ThrottlingException', 'Slow down', { status: 400 }),
  'crash-before': new AwsError('CrashedForTest', 'The function ended here', { status: 400 }),
  'crash-after': new AwsError('CrashedForTest', 'The function ended here', { status: 400 }),
  'unavailable-after': new AwsError('InternalServerError', 'The answer was lost', { status: 500 }),
};

async function answer(engines: Engines, meddling: Meddling, received: Received, response: http.ServerResponse) {
  meddling.calls.push(received.operation);
  const fault = meddling.meddle(meddling.calls.length, received.operation);
  try {
    if (fault === 'none') return await perform(engines, received, response);
    if (fault.endsWith('-after')) await perform(engines, received, new http.ServerResponse(received.request));
    throw failures[fault];
  } catch (error) {
    if (!(error instanceof AwsError)) process.stderr.write(`${String(error)}\n`);
    answerError(response, received.dress, error);
  }
}

let opening: Promise<HandlerServices> | undefined;

/**
 * Opens the services once for all test files of a process, because the clients of `stores` are opened once as well, and
 * tells the handlers of them by environment.
 */
export function openHandlerServices(): Promise<HandlerServices> {
  opening ??= open();
  return opening;
}

async function open(): Promise<HandlerServices> {
  const clock = openClock();
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const engines = openEngines(baseUrl, clock);
  const settings = declare(engines);
  const regionSettings = {
    region,
    mailDomain: 'mail.example',
    webOrigin: 'https://web.example',
    closureGraceDays: 0,
    breachApprovalsRequired: 1,
    jurisdictions: {},
    processors: {},
  };
  Object.assign(process.env, settings, {
    AWS_ENDPOINT_URL: baseUrl,
    REGION_SETTINGS: JSON.stringify(regionSettings),
    ROUTE_CALLER: 'player',
  });
  const meddling: Meddling = { calls: [], meddle: () => 'none' };
  server.on('request', (request, response) => {
    response.on('error', () => undefined);
    void receive(request, clock.now()).then((received) => answer(engines, meddling, received, response));
  });
  return Object.assign(meddling, {
    clock,
    s3: engines.s3,
    sqs: engines.sqs,
    bucketName,
    reset() {
      meddling.calls = [];
      meddling.meddle = () => 'none' as const;
    },
    async scan(table: keyof typeof tables) {
      const { Items = [] } = await documentClient().send(new ScanCommand({ TableName: table, ConsistentRead: true }));
      return Items;
    },
  });
}
