import { expect, it } from 'vitest';
import { houseFolders, sourcesBelow } from './support/sources.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/** The first cycle of a graph as a path that ends where it began. */
function findCycle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

it('no file imports itself by a detour, not even for a type', () => {
  const sources = sourcesBelow(...houseFolders, 'test/support');
  const graph = new Map(sources.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])]));
  expect(findCycle(graph)).toBeUndefined();
});

it('a cycle would be found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ]);
  expect(findCycle(graph)).toEqual(['b', 'c', 'b']);
});
