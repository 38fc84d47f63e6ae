import { requireText } from '../../json-members.ts';
import { describeTable } from '../describe-table.ts';
import type { Operation } from '../parts.ts';
import { invalid } from '../refusals.ts';

/** DeleteTable: the table is gone at once, and nothing of it is remembered. A protected table is refused. */
export const deleteTable: Operation = ({ tables, items, history, storage }, input) => {
  const table = tables.require(requireText(input, 'TableName'));
  if (table.deletionProtected) {
    throw invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  storage.transaction(() => {
    items.drop(table);
    history.forget(table.name);
    tables.remove(table.name);
  });
  return { TableDescription: { ...describeTable(table, 0), TableStatus: 'DELETING' } };
};
