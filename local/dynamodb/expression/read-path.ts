import type { AttributeValue, Item } from '../attribute-value.ts';
import type { Path } from './syntax.ts';

function readStep(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}

/** The value at a path; undefined where nothing is. The empty path is the item itself, as a map. */
export function readPath(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = readStep(value, step);
  }
  return value;
}
