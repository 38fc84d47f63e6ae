import { expect, it } from 'vitest';
import { childOf, nodesOf, placeOf, sourcesBelow, textOf, type Source, type SyntaxNode } from './support/sources.ts';

const tests = sourcesBelow('test');

function callsOf(pattern: RegExp): string[] {
  return tests.flatMap((source: Source) =>
    [...nodesOf(source.program)]
      .filter(
        (node: SyntaxNode) =>
          node.type === 'CallExpression' && pattern.test(textOf(source, childOf(node, 'callee') ?? node)),
      )
      .map((node) => placeOf(source, node)),
  );
}

it('no test replaces a module behind the back of its user', () => {
  expect(callsOf(/^vi\.(mock|doMock|hoisted)$/)).toEqual([]);
});

it('no test is skipped, singled out, left to do or expected to fail', () => {
  expect(callsOf(/^x?(it|test|describe)(\.\w+)*\.(skip|only|todo|fails)\b/)).toEqual([]);
  expect(callsOf(/^(xit|xtest|xdescribe|fit|fdescribe)$/)).toEqual([]);
});

it('no source promises to be finished later', () => {
  const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/;
  const sources = sourcesBelow(
    'bin',
    'catalogue',
    'domain',
    'functions',
    'lib',
    'local',
    'stores',
    'tools',
    'test',
    'web',
  );
  const places = sources.flatMap((source) =>
    source.comments.filter(({ text }) => unfinished.test(text)).map((comment) => placeOf(source, comment)),
  );
  expect(places).toEqual([]);
});
