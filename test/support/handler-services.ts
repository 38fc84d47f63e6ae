import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { AwsError } from '#local/aws-error.ts';
import { type Clock, openClock } from '#local/clock.ts';
import { openDynamoDb, type DynamoDb } from '#local/dynamodb/engine.ts';
import type { EventDraft } from '#local/events/event.ts';
import { answerError, answerJson } from '#local/edge/answers.ts';
import { readBody } from '#local/http-api/read-body.ts';
import { openKms } from '#local/kms/engine.ts';
import { openS3, type S3 } from '#local/s3/s3.ts';
import { openSes, type Ses } from '#local/ses/ses.ts';
import { openSmsVoice, type SmsVoice } from '#local/sms-voice/sms-voice.ts';
import type { Credential } from '#local/signature/credential.ts';
import { verifySignature } from '#local/signature/verify-signature.ts';
import { openSqs, type Sqs } from '#local/sqs/sqs.ts';
import { tables, type TableDeclaration } from '#lib/tables.ts';
import { documentClient } from '#stores/clients.ts';

const region = 'ap-southeast-3';
const bucketName = 'documents';
const listBucketName = 'screening-lists';

/** What happens to one AWS call: nothing, a throttle, an answer that is lost for good, or one lost for a retry. */
export type Fault = 'none' | 'throttle' | 'crash-before' | 'crash-after' | 'unavailable-after';

/** Engines of the local cloud behind one address, without functions, gateways or permissions. */
export interface HandlerServices {
  clock: Clock;
  dynamodb: DynamoDb;
  ses: Ses;
  smsVoice: SmsVoice;
  /** What SES put on the bus, oldest first, until somebody takes it. */
  mailEvents: EventDraft[];
  s3: S3;
  sqs: Sqs;
  bucketName: string;
  /** The operations that were called since the last reset, in order. */
  calls: string[];
  /** Decides what happens to each call, by its number since the last reset (1 for the first). */
  meddle: (call: number, operation: string) => Fault;
  /** The coded lines that handlers logged since the last reset. */
  logs: string[];
  /** Forgets calls, faults and logs. */
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
  const mailEvents: EventDraft[] = [];
  const ses = openSes({ clock, region, emit: (draft) => mailEvents.push(draft) });
  const smsVoice = openSmsVoice({ clock, region });
  smsVoice.addConfigurationSet({ ConfigurationSetName: 'security-sms' });
  return { dynamodb, kms, sqs, s3, ses, smsVoice, mailEvents };
}

type Engines = ReturnType<typeof openEngines>;

/** The table as the templates declare it, indexes and stream included. */
function tableInput(TableName: string, { indexes = {}, streams }: TableDeclaration) {
  const keySchema = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
  const sparse = Object.values(indexes).flatMap(({ partition, sort }) => [partition, sort]);
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk', ...sparse].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(sparse.length > 0 && {
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, { partition, sort }]) => ({
        IndexName,
        KeySchema: keySchema(partition, sort),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
    ...(streams && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } }),
  };
}

const queueNames = [
  'kyc-intake',
  'notification',
  'breach-mail',
  'policy-announcement',
  'breach-list',
  'breach-notice',
  'closure',
  'expiry',
  'mail-event',
  'kyc-screening',
  'kyc-rescreening',
];

/** The identity that mail comes from and a configuration set per class of mail. */
function declareMail(ses: Ses): Record<string, string> {
  ses.addIdentity({ EmailIdentity: 'mail.example' });
  const EventBridgeDestination = { EventBusArn: `arn:aws:events:${region}:000000000000:event-bus/default` };
  const MatchingEventTypes = ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT', 'REJECT', 'RENDERING_FAILURE'];
  const settings: Record<string, string> = { MAIL_FROM: 'no-reply@mail.example' };
  for (const name of ['security', 'transactional', 'breach', 'marketing']) {
    ses.addConfigurationSet({ Name: name });
    ses.addEventDestination({
      ConfigurationSetName: name,
      EventDestination: { MatchingEventTypes, EventBridgeDestination },
    });
    settings[`CONFIGURATION_SET_${name.toUpperCase()}`] = name;
  }
  return settings;
}

function declare({ dynamodb, kms, s3, ses, sqs }: Engines): Record<string, string> {
  const keyOf = (logicalId: string): string =>
    kms.createKey({ logicalId, spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', policy: {} }).arn;
  const indexKeyOf = (logicalId: string): string =>
    kms.createKey({ logicalId, spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', policy: {} }).arn;
  const settings: Record<string, string> = {
    BUCKET_KYC: bucketName,
    KYC_INTAKE_TRIGGER: 'malware-scan-completed',
    BUCKET_SCREENING_LISTS: listBucketName,
    SMS_CONFIGURATION_SET: 'security-sms',
    SMS_ORIGINATION_IDENTITY: 'sender-id/SESETORO/ID',
    KEY_SUBJECT_KEYS: keyOf('subject-keys'),
    KEY_COMPLIANCE: keyOf('compliance'),
    KEY_KYC_DOCUMENTS: keyOf('kyc-documents'),
  };
  const listKeyArn = keyOf('screening-lists');
  for (const [table, declaration] of Object.entries<TableDeclaration>(tables)) {
    settings[`TABLE_${table.toUpperCase()}`] = table;
    dynamodb.ensureTable(tableInput(table, declaration), 'expiresAtSeconds');
  }
  for (const index of ['EMAIL', 'PHONE', 'IDENTITY_NUMBER', 'ACCOUNT_NUMBER', 'DOCUMENT'])
    settings[`KEY_${index}_INDEX`] = indexKeyOf(index);
  const bucketKeys = { [bucketName]: settings['KEY_KYC_DOCUMENTS'] ?? '', [listBucketName]: listKeyArn };
  for (const [name, keyId] of Object.entries(bucketKeys)) {
    s3.createBucket({
      name,
      isVersioned: true,
      encryption: { algorithm: 'aws:kms', keyId, usesBucketKey: true },
      announcesEvents: false,
      corsRules: [],
      lifecycleRules: [],
      retentionDays: undefined,
    });
  }
  for (const name of queueNames) {
    sqs.createQueue({ QueueName: name });
    settings[`QUEUE_${name.toUpperCase().replaceAll('-', '_')}`] = sqs.urlOf(name);
  }
  return { ...settings, ...declareMail(ses) };
}

interface Meddling {
  calls: string[];
  meddle: HandlerServices['meddle'];
}

/** Performs one call on the engine that it is for. */
async function perform(engines: Engines, received: Received, response: http.ServerResponse): Promise<void> {
  const { request, body, operation, dress } = received;
  const { dynamodb, kms, sqs, s3, ses, smsVoice } = engines;
  if (dress.service === 's3') {
    const signature = verifySignature({ request, body }, () => credential, received.now);
    s3.handleHttp(request, response, body, signature);
    return;
  }
  if (dress.service === 'ses') {
    const sent = ses.handleHttp(request.method ?? '', request.url ?? '', body);
    response.writeHead(sent.status, { 'content-type': 'application/json', ...sent.headers });
    response.end(JSON.stringify(sent.body));
    return;
  }
  const input = JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>;
  const engine = { dynamodb, kms, sqs, 'sms-voice': smsVoice }[
    dress.service as 'dynamodb' | 'kms' | 'sms-voice' | 'sqs'
  ];
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
  PinpointSMSVoiceV2: 'sms-voice',
  ses: 'ses',
};

async function receive(request: http.IncomingMessage, now: number): Promise<Received> {
  const isMail = request.url?.startsWith('/v2/email/') === true;
  const otherwise = isMail ? 'ses.SendEmail' : 's3';
  const [target = '', name] = String(request.headers['x-amz-target'] ?? otherwise).split('.');
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

async function answer(
  { engines, meddling }: { engines: Engines; meddling: Meddling },
  received: Received,
  response: http.ServerResponse,
): Promise<void> {
  meddling.calls.push(received.operation);
  const fault = meddling.meddle(meddling.calls.length, received.operation);
  try {
    if (fault === 'none') return await perform(engines, received, response);
    if (fault.endsWith('-after')) await perform(engines, received, new http.ServerResponse(received.request));
    // What SES answers decides what happens next, so a crash there is no answer at all.
    if (['ses', 'sms-voice'].includes(received.dress.service) && fault.startsWith('crash'))
      return void response.destroy();
    throw failures[fault];
  } catch (error) {
    if (!(error instanceof AwsError)) process.stderr.write(`${String(error)}\n`);
    answerError(response, received.dress, error);
  }
}

/** Takes the coded lines of handlers off the output of the tests. */
function keepLogs(): string[] {
  const logs: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((chunk: string, ...rest: []) => {
    if (!String(chunk).startsWith('{"code"')) return write(chunk, ...rest);
    logs.push(chunk);
    return true;
  }) as typeof process.stdout.write;
  return logs;
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
    webOrigins: ['https://web.example'],
    closureGraceDays: 14,
    breachApprovalsRequired: 1,
    jurisdictions: {},
    screening: { kind: 'list' },
    sms: { allowedPrefixes: ['+62', '+65'] },
    processors: { dana: { methods: ['dana'], publicKeys: [] } },
  };
  Object.assign(process.env, settings, {
    AWS_ENDPOINT_URL: baseUrl,
    REGION_SETTINGS: JSON.stringify(regionSettings),
    ORIGIN_SECRET: 'local-origin-secret',
    ROUTE_CALLER: 'player',
    ROUTE_STEP_UP: 'not-needed',
    ROUTE_CONSENT: 'needed',
  });
  const logs = keepLogs();
  const meddling: Meddling = { calls: [], meddle: () => 'none' };
  server.on('request', (request, response) => {
    response.on('error', () => undefined);
    void receive(request, clock.now()).then((received) => answer({ engines, meddling }, received, response));
  });
  return Object.assign(meddling, {
    clock,
    dynamodb: engines.dynamodb,
    ses: engines.ses,
    smsVoice: engines.smsVoice,
    mailEvents: engines.mailEvents,
    s3: engines.s3,
    sqs: engines.sqs,
    bucketName,
    logs,
    reset() {
      meddling.calls = [];
      logs.length = 0;
      meddling.meddle = () => 'none' as const;
    },
    async scan(table: keyof typeof tables) {
      // A page holds a megabyte, and all files of a worker write into the same tables.
      const pages = paginateScan({ client: documentClient() }, { TableName: table, ConsistentRead: true });
      return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
    },
  });
}
