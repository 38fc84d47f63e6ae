import { readList, requireMembers, type Members } from '../../json-members.ts';
import type { Item } from '../attribute-value.ts';
import { sizeOfItem } from '../item-size.ts';
import type { Operation, Parts } from '../parts.ts';
import { readItem } from '../read-item.ts';
import { invalid } from '../refusals.ts';

const keysMax = 100;
const answerBytesMax = 16 * 1024 * 1024;

interface TableRequest {
  name: string;
  request: Members;
  keys: Members[];
}

function readRequests(input: Members): TableRequest[] {
  const tables = requireMembers(input, 'RequestItems');
  const requests = Object.keys(tables).map((name) => {
    const request = requireMembers(tables, name);
    return { name, request, keys: readList(request, 'Keys') };
  });
  if (requests.flatMap(({ keys }) => keys).length > keysMax) {
    throw invalid('Too many items requested for the BatchGetItem call');
  }
  for (const { keys } of requests) {
    if (new Set(keys.map((key) => JSON.stringify(key))).size === keys.length) continue;
    throw invalid('Provided list of item keys contains duplicates');
  }
  return requests;
}

/** Reads keys until the answer is full; `left` is what has to be asked for again. */
function readTable(parts: Parts, { name, request, keys }: TableRequest, bytesLeft: number) {
  const items: Item[] = [];
  let bytes = 0;
  for (const [index, key] of keys.entries()) {
    if (bytes >= bytesLeft) return { items, bytes, left: keys.slice(index) };
    const item = readItem(parts, { ...request, TableName: name, Key: key });
    if (item === undefined) continue;
    items.push(item);
    bytes += sizeOfItem(item);
  }
  return { items, bytes, left: [] };
}

/** BatchGetItem: up to 100 items of one or more tables, 16 MB at a time; what is not there is left out. */
export const batchGetItem: Operation = (parts, input) => {
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, Members> = {};
  let bytesLeft = answerBytesMax;
  for (const table of readRequests(input)) {
    const { items, bytes, left } = readTable(parts, table, bytesLeft);
    bytesLeft -= bytes;
    responses[table.name] = items;
    if (left.length > 0) unprocessed[table.name] = { ...table.request, Keys: left };
  }
  return { Responses: responses, UnprocessedKeys: unprocessed };
};
