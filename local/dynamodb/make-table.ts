import { randomUUID } from 'node:crypto';
import { notImplemented } from '../aws-error.ts';
import { localAccount } from '../identity.ts';
import {
  readFlag,
  readList,
  readMembers,
  readText,
  requireMembers,
  requireText,
  type Members,
} from '../json-members.ts';
import { invalid, invalidParameter } from './refusals.ts';
import { keyNamesOf, type GlobalIndex, type KeySchema, type KeyType, type StreamView, type Table } from './table.ts';

const keyTypes: readonly KeyType[] = ['S', 'N', 'B'];
const streamViews: readonly StreamView[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

function readKeySchema(input: Members): KeySchema {
  const nameOf = (type: string) => {
    const element = readList(input, 'KeySchema').find((entry) => entry['KeyType'] === type);
    return element && requireText(element, 'AttributeName');
  };
  const [hashKey, rangeKey] = [nameOf('HASH'), nameOf('RANGE')];
  if (hashKey === undefined)
    throw invalid('No Hash Key specified in schema.  All Dynamo DB tables must have exactly one hash key');
  return { hashKey, ...(rangeKey !== undefined && { rangeKey }) };
}

function readKeyTypes(input: Members): Record<string, KeyType> {
  return Object.fromEntries(
    readList(input, 'AttributeDefinitions').map((definition) => {
      const type = keyTypes.find((name) => name === definition['AttributeType']);
      if (type === undefined) throw invalid(`${invalidParameter}AttributeType must be one of S, N, B`);
      return [requireText(definition, 'AttributeName'), type];
    }),
  );
}

/** Attributes that an index carries besides keys; undefined for all. */
function readProjection(input: Members): string[] | undefined {
  const projection = requireMembers(input, 'Projection');
  if (projection['ProjectionType'] === 'ALL') return undefined;
  const names = projection['NonKeyAttributes'];
  return Array.isArray(names) ? names.map(String) : [];
}

function readIndexes(input: Members): GlobalIndex[] {
  if (readList(input, 'LocalSecondaryIndexes').length > 0) throw notImplemented('local secondary indexes');
  return readList(input, 'GlobalSecondaryIndexes').map((index) => {
    const projected = readProjection(index);
    return { name: requireText(index, 'IndexName'), ...readKeySchema(index), ...(projected && { projected }) };
  });
}

function readStream(input: Members, tableArn: string, label: string): Table['stream'] {
  const specification = readMembers(input, 'StreamSpecification');
  if (specification === undefined || specification['StreamEnabled'] === false) return undefined;
  const view = streamViews.find((name) => name === specification['StreamViewType']);
  if (view === undefined) throw invalid(`${invalidParameter}StreamViewType is required when StreamEnabled is true`);
  return { view, label, arn: `${tableArn}/stream/${label}` };
}

function readEncryptionKey(input: Members, region: string): string | undefined {
  const id = readText(readMembers(input, 'SSESpecification') ?? {}, 'KMSMasterKeyId');
  if (id === undefined || id.startsWith('arn:')) return id;
  return `arn:aws:kms:${region}:${localAccount}:${id.startsWith('alias/') ? id : `key/${id}`}`;
}

function refuseUndefinedKeys(table: Table): void {
  const missing = [table, ...table.indexes].flatMap(keyNamesOf).find((name) => table.keyTypes[name] === undefined);
  if (missing === undefined) return;
  throw invalid(
    `${invalidParameter}Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing}], AttributeDefinitions: [${Object.keys(table.keyTypes).join(', ')}]`,
  );
}

/** Reads the input of CreateTable. Throws ValidationException, or NotImplemented for local secondary indexes. */
export function makeTable(input: Members, place: { region: string; nowMs: number }): Table {
  const name = requireText(input, 'TableName');
  const arn = `arn:aws:dynamodb:${place.region}:${localAccount}:table/${name}`;
  const stream = readStream(input, arn, new Date(place.nowMs).toISOString().slice(0, -1));
  const encryptionKeyArn = readEncryptionKey(input, place.region);
  const table: Table = {
    name,
    arn,
    id: randomUUID(),
    createdAtSeconds: place.nowMs / 1000,
    ...readKeySchema(input),
    keyTypes: readKeyTypes(input),
    indexes: readIndexes(input),
    ...(stream && { stream }),
    ...(encryptionKeyArn !== undefined && { encryptionKeyArn }),
    billingMode: readText(input, 'BillingMode') ?? 'PROVISIONED',
    deletionProtected: readFlag(input, 'DeletionProtectionEnabled'),
  };
  refuseUndefinedKeys(table);
  return table;
}
