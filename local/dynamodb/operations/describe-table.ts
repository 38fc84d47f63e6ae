import { requireText } from '../../json-members.ts';
import { describeTable as describe } from '../describe-table.ts';
import type { Operation } from '../parts.ts';

/** DescribeTable: keys, indexes, stream and the present number of items. */
export const describeTable: Operation = ({ tables, items }, input) => {
  const table = tables.require(requireText(input, 'TableName'));
  return { Table: describe(table, items.count(table)) };
};
