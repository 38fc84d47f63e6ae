import { readText, readWhole } from '../../json-members.ts';
import type { Operation } from '../parts.ts';

const namesMax = 100;

/** ListTables: names in order, a page of at most 100 at a time. */
export const listTables: Operation = ({ tables }, input) => {
  const after = readText(input, 'ExclusiveStartTableName') ?? '';
  const limit = Math.min(readWhole(input, 'Limit') ?? namesMax, namesMax);
  const names = tables
    .all()
    .map(({ name }) => name)
    .filter((name) => name > after)
    .toSorted((left, right) => (left < right ? -1 : 1));
  const last = names[limit - 1];
  return { TableNames: names.slice(0, limit), ...(names.length > limit && { LastEvaluatedTableName: last }) };
};
