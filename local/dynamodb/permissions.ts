import { localAccount, type Need } from '../identity.ts';
import { isMembers, readList, readMembers, readText, requireText, type Members } from '../json-members.ts';
import { compileExpressions } from './expression/compile.ts';
import type { Condition } from './expression/syntax.ts';
import type { Parts } from './parts.ts';
import type { KeySchema, Table } from './table.ts';

/** The actions that the entries of a transaction stand for (IAM guide, "Amazon DynamoDB Transactions"). */
const transactActions: Record<string, string> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** The content of a scalar attribute value as a policy compares it; untrusted, hence unknown. */
function textOf(value: unknown): string | undefined {
  const content: unknown = isMembers(value) ? Object.values(value)[0] : undefined;
  return typeof content === 'string' ? content : undefined;
}

function leadingKeys(schema: KeySchema | undefined, items: (Members | undefined)[]): Need['context'] {
  const values = items.map((item) => schema && textOf(item?.[schema.hashKey])).filter((value) => value !== undefined);
  return values.length > 0 ? { 'dynamodb:LeadingKeys': values } : {};
}

/** The value to which a key condition binds an attribute. */
function boundValue(condition: Condition | undefined, name: string): string | undefined {
  if (condition?.kind === 'and') return boundValue(condition.left, name) ?? boundValue(condition.right, name);
  if (condition?.kind !== 'compare' || condition.comparator !== '=') return undefined;
  const { left, right } = condition;
  return left.kind === 'path' && left.path[0] === name && right.kind === 'value' ? textOf(right.value) : undefined;
}

/**
 * DynamoDB opens a table's own key with the permissions of the caller (developer guide, "How Amazon DynamoDB uses AWS
 * KMS"): the call counts as made through the service.
 */
function needOfTableKey({ region }: Parts, { name, encryptionKeyArn }: Table): Need[] {
  if (encryptionKeyArn === undefined) return [];
  const context = {
    'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
    'kms:CallerAccount': localAccount,
    'kms:EncryptionContext:aws:dynamodb:tableName': name,
    'kms:EncryptionContext:aws:dynamodb:subscriberId': localAccount,
    'kms:EncryptionContextKeys': ['aws:dynamodb:tableName', 'aws:dynamodb:subscriberId'],
  };
  return [{ action: 'kms:Decrypt', resource: encryptionKeyArn, context }];
}

/** Administrative operations do not open the table's key. */
const keylessOperations = new Set([
  'CreateTable',
  'DeleteTable',
  'DescribeContinuousBackups',
  'DescribeTable',
  'DescribeTimeToLive',
  'UpdateContinuousBackups',
  'UpdateTimeToLive',
]);

function needOfTable(
  parts: Parts,
  request: { action: string; tableName: string; items: (Members | undefined)[] },
): Need[] {
  const table = parts.tables.find(request.tableName);
  const resource = `arn:aws:dynamodb:${parts.region}:${localAccount}:table/${request.tableName}`;
  const need = { action: `dynamodb:${request.action}`, resource, context: leadingKeys(table, request.items) };
  return [need, ...(table && !keylessOperations.has(request.action) ? needOfTableKey(parts, table) : [])];
}

function needsOfTransaction(parts: Parts, input: Members): Need[] {
  return readList(input, 'TransactItems').flatMap((entry) => {
    const kind = Object.keys(entry).find((name) => entry[name] !== undefined) ?? '';
    const request = readMembers(entry, kind) ?? {};
    const items = [readMembers(request, 'Key') ?? readMembers(request, 'Item')];
    return needOfTable(parts, {
      action: transactActions[kind] ?? kind,
      tableName: requireText(request, 'TableName'),
      items,
    });
  });
}

function itemsOfBatch(entry: Members | undefined, requests: unknown): (Members | undefined)[] {
  if (entry !== undefined) return readList(entry, 'Keys');
  return readList({ requests }, 'requests').map((request) => {
    const put = readMembers(request, 'PutRequest');
    return put ? readMembers(put, 'Item') : readMembers(readMembers(request, 'DeleteRequest') ?? {}, 'Key');
  });
}

function needsOfBatch(parts: Parts, operation: string, input: Members): Need[] {
  return Object.entries(readMembers(input, 'RequestItems') ?? {}).flatMap(([tableName, requests]) => {
    const items = itemsOfBatch(isMembers(requests) ? requests : undefined, requests);
    return needOfTable(parts, { action: operation, tableName, items });
  });
}

function needsOfSearch(parts: Parts, operation: string, input: Members): Need[] {
  const tableName = requireText(input, 'TableName');
  const indexName = readText(input, 'IndexName');
  const table = parts.tables.find(tableName);
  const schema = indexName === undefined ? table : table?.indexes.find(({ name }) => name === indexName);
  const value = schema && boundValue(compileExpressions(input).keyCondition, schema.hashKey);
  const [need, ...keys] = needOfTable(parts, { action: operation, tableName, items: [] });
  if (need === undefined) return keys;
  return [
    {
      ...need,
      resource: indexName === undefined ? need.resource : `${need.resource}/index/${indexName}`,
      context: {
        ...(value !== undefined && { 'dynamodb:LeadingKeys': [value] }),
        'dynamodb:Select': readText(input, 'Select') ?? 'ALL_ATTRIBUTES',
      },
    },
    ...keys,
  ];
}

/**
 * A restore asks on both tables, and reads and writes on the caller's behalf (developer guide, "Using IAM with DynamoDB
 * backup and restore").
 */
const restoringActions = [
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'RestoreTableToPointInTime',
  'Scan',
  'UpdateItem',
];

function needsOfRestore(parts: Parts, input: Members): Need[] {
  const [source, target] = [requireText(input, 'SourceTableName'), requireText(input, 'TargetTableName')];
  return [
    ...needOfTable(parts, { action: 'RestoreTableToPointInTime', tableName: source, items: [] }),
    ...restoringActions.flatMap((action) => needOfTable(parts, { action, tableName: target, items: [] })),
  ];
}

/** The permissions that a request amounts to: one for each table, index or transaction entry, and the tables' keys. */
export function needsOf(parts: Parts, operation: string, input: Members): Need[] {
  if (operation.startsWith('Transact')) return needsOfTransaction(parts, input);
  if (operation.startsWith('Batch')) return needsOfBatch(parts, operation, input);
  if (operation === 'Query' || operation === 'Scan') return needsOfSearch(parts, operation, input);
  if (operation === 'RestoreTableToPointInTime') return needsOfRestore(parts, input);
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*', context: {} }];
  const items = [readMembers(input, 'Key') ?? readMembers(input, 'Item')];
  return needOfTable(parts, { action: operation, tableName: requireText(input, 'TableName'), items });
}
