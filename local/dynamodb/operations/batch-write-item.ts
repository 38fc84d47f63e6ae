import { readList, readMembers, requireMembers, type Members } from '../../json-members.ts';
import type { Operation, Parts } from '../parts.ts';
import { identityOf, planWrite, runWrite, type PlannedWrite } from '../planned-write.ts';
import { invalid } from '../refusals.ts';

const writesMax = 25;

function planRequest(parts: Parts, tableName: string, request: Members): PlannedWrite {
  const put = readMembers(request, 'PutRequest');
  if (put !== undefined) return planWrite(parts, 'Put', { TableName: tableName, Item: put['Item'] });
  return planWrite(parts, 'Delete', {
    TableName: tableName,
    Key: requireMembers(request, 'DeleteRequest')['Key'],
  });
}

/** BatchWriteItem: up to 25 puts and deletes, each atomic, the batch not. */
export const batchWriteItem: Operation = (parts, input) => {
  const tables = requireMembers(input, 'RequestItems');
  const writes = Object.keys(tables).flatMap((name) =>
    readList(tables, name).map((request) => planRequest(parts, name, request)),
  );
  if (writes.length > writesMax) throw invalid('Too many items requested for the BatchWriteItem call');
  if (new Set(writes.map(identityOf)).size !== writes.length) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  for (const write of writes) parts.storage.transaction(() => runWrite(parts, write));
  return { UnprocessedItems: {} };
};
