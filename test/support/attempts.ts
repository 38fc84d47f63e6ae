import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';
import { knowsPlayers, knowsStaff, together, type DocumentPrefix, type Needs, type TableAction } from '#lib/needs.ts';
import { routes } from '#lib/routes.ts';
import { tables, type TableName } from '#lib/tables.ts';
import { workers } from '#lib/workers.ts';
import type { Cloud } from '#local/cloud.ts';
import { recordAt } from '#local/template/properties.ts';

/** One thing that a function must not be able to do. */
export interface Attempt {
  functionName: string;
  /** For example `dynamodb:GetItem on players`. */
  what: string;
  /** Makes the signed call with the function's own credentials. */
  make: (clients: Clients) => Promise<unknown>;
}

/** Clients of every service under one set of credentials; each tries once. */
export interface Clients extends Disposable {
  dynamodb: DynamoDBClient;
  kms: KMSClient;
  s3: S3Client;
  ses: SESv2Client;
  sqs: SQSClient;
}

/** What settings of functions say about the whole stage: physical names of tables and buckets, URLs, ARNs of keys. */
export type StageNames = ReadonlyMap<string, string>;

/** Opens clients with a function's own credentials; with the operator's when no function is named. */
export function clientsOf(cloud: Cloud, functionName?: string): Clients {
  const settings = { ...cloud.clientSettings(functionName), maxAttempts: 1 };
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    kms: new KMSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    ses: new SESv2Client(settings),
    sqs: new SQSClient(settings),
  };
  return { ...clients, [Symbol.dispose]: () => Object.values(clients).forEach((client) => client.destroy()) };
}

/** The settings of all functions together. */
export function stageNames(cloud: Cloud): StageNames {
  return new Map(
    cloud.stage
      .resources('AWS::Lambda::Function')
      .flatMap(({ properties }) => Object.entries(recordAt(recordAt(properties, 'Environment'), 'Variables')))
      .map(([name, value]) => [name, String(value)]),
  );
}

/** Functions with everything that their rows and their edge may do. */
export function functionsOfRows(): { functionName: string; needs: Needs }[] {
  const functionNameOf = (entry: string) => entry.replace('functions/', 'sesetoro-').replaceAll('/', '-');
  const ofEdge = { player: knowsPlayers, staff: knowsStaff, public: {}, webhook: {} };
  return [
    ...routes.map(({ entry, needs, caller }) => ({ entry, needs: together(needs, ofEdge[caller]) })),
    ...workers.map(({ entry, needs }) => ({ entry, needs })),
  ].map(({ entry, needs }) => ({ functionName: functionNameOf(entry), needs }));
}

type Making = Omit<Attempt, 'functionName'>;

const isTableName = (name: string): name is TableName => name in tables;
const Key = { pk: { S: 'probe' }, sk: { S: 'probe' } };

const tableCalls: Partial<Record<TableAction | 'Scan', (TableName: string) => Making['make']>> = {
  GetItem: (TableName) => (clients) => clients.dynamodb.send(new GetItemCommand({ TableName, Key })),
  PutItem: (TableName) => (clients) => clients.dynamodb.send(new PutItemCommand({ TableName, Item: Key })),
  UpdateItem: (TableName) => (clients) => clients.dynamodb.send(new UpdateItemCommand({ TableName, Key })),
  DeleteItem: (TableName) => (clients) => clients.dynamodb.send(new DeleteItemCommand({ TableName, Key })),
  Query: (TableName) => (clients) =>
    clients.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': Key.pk },
      }),
    ),
  Scan: (TableName) => (clients) => clients.dynamodb.send(new ScanCommand({ TableName })),
};

/** Tables that it does not name, and actions that it does not have on those it names; never a scan. */
function onTables({ tables: named = {} }: Needs, names: StageNames): Making[] {
  return Object.keys(tables)
    .filter(isTableName)
    .flatMap((table) => {
      const had: readonly string[] = named[table] ?? [];
      const physical = names.get(`TABLE_${table.toUpperCase()}`) ?? '';
      const denied = Object.entries(tableCalls).filter(([action]) => !had.includes(action));
      const chosen = had.length === 0 ? denied.filter(([action]) => action === 'GetItem') : denied;
      return chosen.map(([action, call]) => ({ what: `dynamodb:${action} on ${table}`, make: call(physical) }));
    });
}

/** Keys of subjects by class: making and opening those that it may not. `sealed` holds a wrapped key of each class, and one that names none. */
function onSubjectKeys(
  { subjectKeys: { create = [], open = [] } = {} }: Needs,
  names: StageNames,
  sealed: ReadonlyMap<KeyClass | 'none', Uint8Array>,
): Making[] {
  const KeyId = names.get('KEY_SUBJECT_KEYS');
  const contextOf = (keyClass: KeyClass) => ({ subject: 'probe', class: keyClass });
  const makes = keyClasses
    .filter((keyClass) => !create.includes(keyClass))
    .map((keyClass) => ({
      what: `kms:GenerateDataKey of class ${keyClass}`,
      make: ({ kms }: Clients) =>
        kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: contextOf(keyClass) })),
    }));
  const opens = keyClasses
    .filter((keyClass) => !open.includes(keyClass))
    .map((keyClass) => ({
      what: `kms:Decrypt of class ${keyClass}`,
      make: ({ kms }: Clients) =>
        kms.send(
          new DecryptCommand({ KeyId, CiphertextBlob: sealed.get(keyClass), EncryptionContext: contextOf(keyClass) }),
        ),
    }));
  // Somebody may open every class; nobody a key that names none.
  const ofNone = {
    what: 'kms:Decrypt of no class',
    make: ({ kms }: Clients) =>
      kms.send(
        new DecryptCommand({ KeyId, CiphertextBlob: sealed.get('none'), EncryptionContext: { subject: 'probe' } }),
      ),
  };
  return [...makes, ...opens, ofNone];
}

const indexNames = ['email', 'phone', 'identity-number', 'account-number', 'document'] as const;

function onIndexes({ blindIndexes = [] }: Needs, names: StageNames): Making[] {
  return indexNames
    .filter((name) => !blindIndexes.includes(name))
    .map((name) => ({
      what: `kms:GenerateMac of ${name}`,
      make: ({ kms }) =>
        kms.send(
          new GenerateMacCommand({
            KeyId: names.get(`KEY_${name.toUpperCase().replaceAll('-', '_')}_INDEX`),
            MacAlgorithm: 'HMAC_SHA_256',
            Message: Buffer.from('probe'),
          }),
        ),
    }));
}

const prefixes: readonly DocumentPrefix[] = ['incoming/', 'accepted/'];

function onLists({ objects }: Needs, names: StageNames): Making[] {
  const Bucket = names.get('BUCKET_SCREENING_LISTS');
  if (objects?.screeningLists !== undefined) return [];
  return [
    {
      what: 's3:GetObject of the list of fraudsters',
      make: ({ s3 }) => s3.send(new GetObjectCommand({ Bucket, Key: 'screening-list.csv' })),
    },
  ];
}

function onObjects({ objects: { kyc = {} } = {} }: Needs, names: StageNames): Making[] {
  const Bucket = names.get('BUCKET_KYC');
  return prefixes.flatMap((prefix) => {
    const Key = `${prefix}probe/probe`;
    const reads = {
      what: `s3:GetObject below ${prefix}`,
      make: ({ s3 }: Clients) => s3.send(new GetObjectCommand({ Bucket, Key })),
    };
    const writes = {
      what: `s3:PutObject below ${prefix}`,
      make: ({ s3 }: Clients) =>
        s3.send(
          new PutObjectCommand({
            Bucket,
            Key,
            Body: 'probe',
            ServerSideEncryption: 'aws:kms',
            SSEKMSKeyId: names.get('KEY_KYC_DOCUMENTS'),
          }),
        ),
    };
    const mayWrite = [...(kyc.put ?? []), ...(kyc.presignPost ?? [])].includes(prefix);
    return [...((kyc.get ?? []).includes(prefix) ? [] : [reads]), ...(mayWrite ? [] : [writes])];
  });
}

function onMessages({ queues = [], mail = [] }: Needs, names: StageNames): Making[] {
  const sends: Making[] = [...names]
    .filter(([name]) => name.startsWith('QUEUE_'))
    .map(([name, QueueUrl]) => ({ queue: name.slice(6).toLowerCase().replaceAll('_', '-'), QueueUrl }))
    .filter(({ queue }) => !queues.some((named) => named === queue))
    .map(({ queue, QueueUrl }) => ({
      what: `sqs:SendMessage to ${queue}`,
      make: ({ sqs }) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' })),
    }));
  const mails: Making = {
    what: 'ses:SendEmail',
    make: ({ ses }) =>
      ses.send(
        new SendEmailCommand({
          FromEmailAddress: names.get('MAIL_FROM'),
          Destination: { ToAddresses: ['probe@example.com'] },
          Content: { Simple: { Subject: { Data: 'probe' }, Body: { Text: { Data: 'probe' } } } },
          ConfigurationSetName: names.get('CONFIGURATION_SET_SECURITY'),
        }),
      ),
  };
  return [...sends, ...(mail.length === 0 ? [mails] : [])];
}

/** Everything that functions must not reach, from what their rows name. `sealed` has a wrapped key of each class. */
export function forbiddenAttempts(names: StageNames, sealed: ReadonlyMap<KeyClass | 'none', Uint8Array>): Attempt[] {
  return functionsOfRows().flatMap(({ functionName, needs }) =>
    [
      ...onTables(needs, names),
      ...onSubjectKeys(needs, names, sealed),
      ...onIndexes(needs, names),
      ...onObjects(needs, names),
      ...onLists(needs, names),
      ...onMessages(needs, names),
    ].map((making) => ({ functionName, ...making })),
  );
}
