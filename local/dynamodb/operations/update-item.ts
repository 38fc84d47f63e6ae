import type { Operation } from '../parts.ts';
import { writeItem } from '../write-item.ts';

/** UpdateItem: changes attributes of an item, which it creates when there is none. */
export const updateItem: Operation = (parts, input) => writeItem(parts, 'Update', input);
