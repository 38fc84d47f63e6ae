import { readList, requireMembers, type Members } from '../../json-members.ts';
import type { Operation, Parts } from '../parts.ts';
import { readItem } from '../read-item.ts';
import { invalid } from '../refusals.ts';

const keysMax = 100;

function readTableItems(parts: Parts, tableName: string, request: Members) {
  const keys = readList(request, 'Keys');
  if (new Set(keys.map((key) => JSON.stringify(key))).size !== keys.length) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  return keys
    .map((key) => readItem(parts, { ...request, TableName: tableName, Key: key }))
    .filter((item) => item !== undefined);
}

/** BatchGetItem: up to 100 items of one or more tables; what is not there is left out. */
export const batchGetItem: Operation = (parts, input) => {
  const tables = requireMembers(input, 'RequestItems');
  const requests = Object.keys(tables).map((name) => ({ name, request: requireMembers(tables, name) }));
  const count = requests.reduce((total, { request }) => total + readList(request, 'Keys').length, 0);
  if (count > keysMax) throw invalid('Too many items requested for the BatchGetItem call');
  return {
    Responses: Object.fromEntries(requests.map(({ name, request }) => [name, readTableItems(parts, name, request)])),
    UnprocessedKeys: {},
  };
};
