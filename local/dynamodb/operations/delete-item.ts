import type { Operation } from '../parts.ts';
import { writeItem } from '../write-item.ts';

/** DeleteItem: removes an item; removing what is not there succeeds. */
export const deleteItem: Operation = (parts, input) => writeItem(parts, 'Delete', input);
