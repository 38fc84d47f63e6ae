import { requireText } from '../../json-members.ts';
import { describeBackups } from '../describe-backups.ts';
import type { Operation } from '../parts.ts';
import { tableNotFound } from '../refusals.ts';

/** DescribeContinuousBackups: whether and how far back a table can be restored. Throws TableNotFoundException. */
export const describeContinuousBackups: Operation = ({ tables, history }, input) => {
  const name = requireText(input, 'TableName');
  const table = tables.find(name);
  if (table === undefined) throw tableNotFound(name);
  return { ContinuousBackupsDescription: describeBackups(table, history) };
};
