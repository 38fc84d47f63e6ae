import type { KeyClass } from '#catalogue/key-classes.ts';
import type { TableName } from './tables.ts';

/** DynamoDB permissions exactly as IAM sees them: a transaction needs those of its parts. */
export type TableAction =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

/** A blind index; each has its own KMS HMAC key. */
type BlindIndexName = 'email' | 'phone' | 'identity-number' | 'account-number' | 'document';

/** A class of mail; each has its own SES configuration set. */
export type MailClass = 'security' | 'transactional' | 'breach' | 'marketing';

/** A queue; each has a dead-letter queue and alarms, and exactly one worker that empties it. */
export type QueueName =
  | 'notification'
  | 'breach-mail'
  | 'mail-event'
  | 'kyc-intake'
  | 'kyc-screening'
  | 'kyc-rescreening'
  | 'closure'
  | 'expiry'
  | 'export'
  | 'policy-announcement'
  | 'breach-list'
  | 'breach-notice';

/** Prefix of object keys in the bucket of identity documents. */
export type DocumentPrefix = 'incoming/' | 'accepted/';

/** Prefix of object keys in the bucket of exports: fragments of one that is being made, and finished packages. */
export type ExportPrefix = 'work/' | 'packages/';

/** What a function may do with exports, by prefix. Each list becomes one IAM action. */
export interface ExportNeeds {
  /** s3:PutObject. */
  put?: readonly ExportPrefix[];
  /** s3:GetObject, also by whoever holds a link that the function signs. */
  get?: readonly ExportPrefix[];
  /** s3:ListBucketVersions below the prefix. */
  listVersions?: readonly ExportPrefix[];
  /** s3:DeleteObjectVersion. */
  deleteVersions?: readonly ExportPrefix[];
}

/** What a function may do with objects, by prefix. Each list becomes one IAM action. */
export interface ObjectNeeds {
  /** s3:PutObject by the function itself. */
  put?: readonly DocumentPrefix[];
  /** s3:PutObject by whoever holds a POST policy that the function signs. */
  presignPost?: readonly DocumentPrefix[];
  /** s3:GetObject (HeadObject and copying from are the same permission). */
  get?: readonly DocumentPrefix[];
  /** s3:GetObjectVersion. */
  getVersions?: readonly DocumentPrefix[];
  /** s3:GetObjectVersionTagging: what the malware scan said. */
  getVersionTags?: readonly DocumentPrefix[];
  /** s3:ListBucketVersions below the prefix. */
  listVersions?: readonly DocumentPrefix[];
  /** s3:DeleteObjectVersion. */
  deleteVersions?: readonly DocumentPrefix[];
}

/**
 * What a function may read of the list of fraudsters that players are compared with: its content, or only which version is
 * the newest. Both are s3:GetObject, and s3:ListBucket, without which S3 would not tell a missing list from a forbidden
 * one; content needs the key too.
 */
export type ListReading = 'content' | 'version';

/** What a function may do with the data keys of subjects; each list names the classes it may do it to. */
interface SubjectKeyNeeds {
  /** kms:GenerateDataKey. */
  create?: readonly KeyClass[];
  /** kms:Decrypt. */
  open?: readonly KeyClass[];
  /** kms:ReEncryptFrom the subject key, kms:ReEncryptTo the compliance key: what closing an account does. */
  rewrap?: readonly KeyClass[];
  /** kms:Decrypt under the compliance key: classes that outlive their account. */
  openRetained?: readonly KeyClass[];
}

/**
 * Everything a function may touch. `lib` turns it into the function's role and environment and nothing else:
 * what is not named here is denied, and its setting is absent.
 */
export interface Needs {
  tables?: { readonly [Table in TableName]?: readonly TableAction[] };
  /** Queries of indexes, by table. */
  indexes?: {
    readonly kyc?: { readonly waiting: readonly ['Query'] };
    readonly outbox?: { readonly unrelayed?: readonly ['Query']; readonly 'by-subject'?: readonly ['Query'] };
    readonly evidence?: { readonly 'by-subject': readonly ['Query'] };
    readonly breaches?: { readonly 'by-player': readonly ['Query'] };
    readonly requests?: { readonly queue: readonly ['Query'] };
    readonly notifications?: {
      readonly undecided?: readonly ['Query'];
      readonly 'by-record'?: readonly ['Query'];
      readonly 'by-subject'?: readonly ['Query'];
    };
  };
  subjectKeys?: SubjectKeyNeeds;
  /** kms:GenerateMac. */
  blindIndexes?: readonly BlindIndexName[];
  objects?: {
    readonly kyc?: ObjectNeeds;
    readonly exports?: ExportNeeds;
    readonly screeningLists?: readonly ListReading[];
  };
  /** sqs:SendMessage. */
  queues?: readonly QueueName[];
  /** ses:SendEmail through the configuration set of the class. */
  mail?: readonly MailClass[];
  /** sms-voice:SendTextMessage from the region's origination identity; nothing in a region without SMS. */
  sms?: true;
  /** The hashes of the privacy notices, as a setting: most functions have no use for half a kilobyte of them. */
  noticeHashes?: true;
}

/** What `ledger.commit` writes beside the changes: the audit row. Add `announces` when the decision has events. */
export const commits = { tables: { evidence: ['PutItem'] } } as const satisfies Needs;

/** What `ledger.commit` writes when the decision announces something: the outbox row. */
export const announces = { tables: { outbox: ['PutItem'] } } as const satisfies Needs;

/** What the edge needs to know a player by their token. `lib` adds it to every route whose caller is a player. */
export const knowsPlayers = {
  tables: { sessions: ['BatchGetItem'], players: ['BatchGetItem'] },
} as const satisfies Needs;

/** What the edge needs to know whether a member of staff is still active. `lib` adds it to every staff route. */
export const knowsStaff = { tables: { staff: ['GetItem'] } } as const satisfies Needs;

type Lists = { readonly [key: string]: Lists | readonly string[] | true | undefined };

const isList = (value: Lists | readonly string[] | true | undefined): value is readonly string[] =>
  Array.isArray(value);

function mergeTwo(left: Lists, right: Lists): Lists {
  const merged: Record<string, Lists | readonly string[] | true | undefined> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const present = merged[key];
    if (value === undefined) continue;
    if (value === true) merged[key] = true;
    else if (isList(value)) merged[key] = [...new Set([...(isList(present) ? present : []), ...value])].toSorted();
    else merged[key] = mergeTwo(typeof present === 'object' && !isList(present) ? present : {}, value);
  }
  return merged;
}

/** Unites needs: what any of them names. */
export function together(...needs: readonly Needs[]): Needs {
  return needs.reduce<Needs>((sum, each) => mergeTwo(sum as Lists, each as Lists) as Needs, {});
}
