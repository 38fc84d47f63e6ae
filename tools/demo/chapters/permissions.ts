import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TableName } from '#lib/tables.ts';
import type { ClientSettings } from '#local/cloud.ts';
import { documentBucket, versionsOf } from '../operator.ts';
import type { Story } from '../story.ts';
import type { Cast } from './registration.ts';
import type { Departure } from './closure.ts';

/** What functions tried that is not theirs, and what was refused that is. */
export interface PermissionCounts {
  attempts: number;
  denied: number;
  /** Denials in the whole story that nobody provoked. */
  unexpectedDenials: number;
}

interface Attempt {
  functionName: string;
  what: string;
  reach(settings: ClientSettings): Promise<unknown>;
}

type Command = GetCommand | PutCommand | DeleteCommand | ScanCommand;

const onTable = (command: Command) => (settings: ClientSettings) => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...settings, maxAttempts: 1 }));
  // Each command has its own overload of send.
  if (command instanceof GetCommand) return client.send(command);
  if (command instanceof PutCommand) return client.send(command);
  return command instanceof DeleteCommand ? client.send(command) : client.send(command);
};

async function openKey({ cloud }: Story, subject: string, keyClass: string): Promise<Attempt['reach']> {
  const row = (await cloud.rows('keys')).find(({ pk, sk }) => pk === subject && sk === keyClass);
  const wrapped = row?.['wrappedKey'];
  if (!(wrapped instanceof Uint8Array)) throw new Error(`There is no key ${keyClass} to reach for`);
  const EncryptionContext = { subject, class: keyClass };
  const command = new DecryptCommand({ KeyId: String(row?.['kmsKeyArn']), CiphertextBlob: wrapped, EncryptionContext });
  return (settings) => new KMSClient({ ...settings, maxAttempts: 1 }).send(command);
}

async function readDocument({ cloud }: Story, playerId: string): Promise<Attempt['reach']> {
  const [version] = await versionsOf(cloud, playerId);
  if (version === undefined) throw new Error('There is no document to reach for');
  const command = new GetObjectCommand({ Bucket: documentBucket(cloud), Key: version.key });
  return (settings) => new S3Client({ ...settings, maxAttempts: 1 }).send(command);
}

async function attemptsOf(story: Story, { sari, weiLing }: Cast, { player: left }: Departure): Promise<Attempt[]> {
  const { cloud } = story;
  const nameOf = (table: TableName) => ({ TableName: cloud.tableName(table) });
  const { playerId } = weiLing;
  const [closures] = cloud.cloud.queues.queues().filter(({ name }) => /closure/i.test(name) && !/dead/i.test(name));
  const forged = new SendMessageCommand({
    QueueUrl: `${cloud.cloud.awsAddress}/000000000000/${closures?.name}`,
    MessageBody: JSON.stringify({ subjectId: playerId }),
  });
  return [
    {
      functionName: 'sesetoro-player-show',
      what: 'read a password hash',
      reach: onTable(new GetCommand({ ...nameOf('credentials'), Key: { pk: playerId, sk: 'password' } })),
    },
    {
      functionName: 'sesetoro-policy-list-jurisdictions',
      what: 'list all players',
      reach: onTable(new ScanCommand(nameOf('players'))),
    },
    {
      functionName: 'sesetoro-payment-list',
      what: 'write money into a wallet',
      reach: onTable(new PutCommand({ ...nameOf('wallets'), Item: { pk: 'x', sk: 'wallet', balanceMinor: 1 } })),
    },
    {
      functionName: 'sesetoro-session-begin',
      what: 'change the record of what was done',
      reach: onTable(new DeleteCommand({ ...nameOf('evidence'), Key: { pk: `player#${playerId}`, sk: 'x' } })),
    },
    {
      functionName: 'sesetoro-notification-send',
      what: 'read payments',
      reach: onTable(new ScanCommand(nameOf('payments'))),
    },
    {
      functionName: 'sesetoro-payment-receive-webhook',
      what: 'open the key of an ID number',
      reach: await openKey(story, playerId, 'kyc'),
    },
    {
      functionName: 'sesetoro-session-begin',
      what: 'open the key of a name',
      reach: await openKey(story, sari.playerId, 'identity'),
    },
    {
      functionName: 'sesetoro-player-show',
      what: 'open a key that only the law still keeps',
      reach: await openKey(story, left.playerId, 'contact'),
    },
    { functionName: 'sesetoro-kyc-offer-upload', what: 'read a document', reach: await readDocument(story, playerId) },
    {
      functionName: 'sesetoro-service-show-health',
      what: "close somebody's account",
      reach: (settings) => new SQSClient({ ...settings, maxAttempts: 1 }).send(forged),
    },
  ];
}

async function isDenied({ cloud }: Story, attempt: Attempt): Promise<boolean> {
  try {
    await attempt.reach(cloud.cloud.clientSettings(attempt.functionName));
    return false;
  } catch (error) {
    return error instanceof Error && error.name.startsWith('AccessDenied');
  }
}

/** Functions reach with their own credentials for what is not theirs. The policies are those of the templates. */
export async function playPermissions(story: Story, cast: Cast, departure: Departure): Promise<PermissionCounts> {
  const { account, cloud } = story;
  account.chapter('A function is taken over');
  const attempts = await attemptsOf(story, cast, departure);
  let denied = 0;
  let provoked = 0;
  for (const attempt of attempts) {
    const mark = cloud.cloud.journal.mark();
    const refused = await isDenied(story, attempt);
    provoked += cloud.cloud.denials(mark).length;
    denied += refused ? 1 : 0;
    account.check(`${attempt.functionName} cannot ${attempt.what}`, refused);
  }
  const unexpectedDenials = cloud.cloud.denials().length - provoked;
  account.check('nothing that a function needs was denied to it', unexpectedDenials === 0, unexpectedDenials);
  return { attempts: attempts.length, denied, unexpectedDenials };
}
