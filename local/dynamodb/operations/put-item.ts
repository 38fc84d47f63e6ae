import type { Operation } from '../parts.ts';
import { writeItem } from '../write-item.ts';

/** PutItem: creates or replaces a whole item. */
export const putItem: Operation = (parts, input) => writeItem(parts, 'Put', input);
