import { readList, requireMembers } from '../../json-members.ts';
import type { Operation } from '../parts.ts';
import { readItem } from '../read-item.ts';
import { refuseEntryCount } from '../transaction-size.ts';

/** TransactGetItems: up to 100 items as they were at one moment. */
export const transactGetItems: Operation = (parts, input) => {
  const entries = readList(input, 'TransactItems');
  refuseEntryCount(entries.length);
  return {
    Responses: entries.map((entry) => {
      const item = readItem(parts, requireMembers(entry, 'Get'));
      return item === undefined ? {} : { Item: item };
    }),
  };
};
