import { readFlag, requireMembers, requireText, type Members } from '../json-members.ts';
import { parseItem, type Item } from './attribute-value.ts';
import { compileExpressions } from './expression/compile.ts';
import { project } from './expression/project.ts';
import { locateKey } from './keys.ts';
import type { Parts } from './parts.ts';

/** Reads one item by its key, projected as asked. Every read is consistent here. Throws AwsError. */
export function readItem(parts: Parts, input: Members): Item | undefined {
  const table = parts.tables.require(requireText(input, 'TableName'));
  const { projection } = compileExpressions(input);
  readFlag(input, 'ConsistentRead');
  const item = parts.items.read(table, locateKey(table, parseItem(requireMembers(input, 'Key'))));
  return item && projection ? project(item, projection) : item;
}
