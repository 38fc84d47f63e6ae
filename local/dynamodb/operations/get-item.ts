import type { Operation } from '../parts.ts';
import { readItem } from '../read-item.ts';

/** GetItem: one item by its key; no `Item` in the answer when there is none. */
export const getItem: Operation = (parts, input) => {
  const item = readItem(parts, input);
  return item === undefined ? {} : { Item: item };
};
