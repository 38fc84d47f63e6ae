import { AwsError } from '../../aws-error.ts';
import { describeTable } from '../describe-table.ts';
import { makeTable } from '../make-table.ts';
import type { Operation } from '../parts.ts';

/** CreateTable: the table is ACTIVE at once. */
export const createTable: Operation = ({ tables, region, clock }, input) => {
  const table = makeTable(input, { region, nowMs: clock.now() });
  if (tables.find(table.name) !== undefined) {
    throw new AwsError('ResourceInUseException', `Table already exists: ${table.name}`);
  }
  tables.save(table);
  return { TableDescription: describeTable(table, 0) };
};
