import type { AttributeValue, Item } from '../attribute-value.ts';
import type { Path } from './syntax.ts';

/** The rests of the paths that begin with a step; an empty rest means the whole value. */
function restsAfter(paths: Path[], step: string | number): Path[] {
  return paths.filter((path) => path[0] === step).map((path) => path.slice(1));
}

function projectValue(value: AttributeValue, paths: Path[]): AttributeValue | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  if ('M' in value) {
    const members = project(value.M, paths);
    return Object.keys(members).length === 0 ? undefined : { M: members };
  }
  if (!('L' in value)) return undefined;
  const entries = value.L.flatMap((entry, index) => projectValue(entry, restsAfter(paths, index)) ?? []);
  return entries.length === 0 ? undefined : { L: entries };
}

/** The parts of an item at the given paths; list elements close up, paths that lead nowhere are left out. */
export function project(item: Item, paths: Path[]): Item {
  const names = new Set(paths.map((path) => path[0]).filter((step) => typeof step === 'string'));
  const projected: Item = {};
  for (const name of names) {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    const part = value && projectValue(value, restsAfter(paths, name));
    if (part !== undefined) projected[name] = part;
  }
  return projected;
}
