import { describe, expect, it } from 'vitest';
import {
  childOf,
  childrenOf,
  nodesOf,
  placeOf,
  sourcesBelow,
  textOf,
  type Source,
  type SyntaxNode,
} from './support/sources.ts';

/** Reading the clock: `new Date()` without a moment, `Date()` and `Date.now()`. */
function readsClock(source: Source, node: SyntaxNode): boolean {
  const callee = childOf(node, 'callee');
  if (callee === undefined) return false;
  const name = textOf(source, callee);
  if (node.type === 'NewExpression') return name === 'Date' && childrenOf(node, 'arguments').length === 0;
  return node.type === 'CallExpression' && (name === 'Date.now' || name === 'Date' || name === 'performance.now');
}

const impure = /^(process|console|crypto|fetch|setTimeout|setInterval|globalThis|Math\.random)$/;

function touchesWorld(source: Source, node: SyntaxNode): boolean {
  const expression =
    node.type === 'CallExpression' ? childOf(node, 'callee') : node.type === 'MemberExpression' ? node : undefined;
  if (expression === undefined) return false;
  const text = textOf(source, expression);
  return impure.test(text) || impure.test(text.split(/[.[?]/)[0] ?? '');
}

const placesWhere = (sources: readonly Source[], broken: (source: Source, node: SyntaxNode) => boolean) =>
  sources.flatMap((source) =>
    [...nodesOf(source.program)].filter((node) => broken(source, node)).map((node) => placeOf(source, node)),
  );

describe('purity', () => {
  it('domain and catalogue read no clock', () => {
    expect(placesWhere(sourcesBelow('domain', 'catalogue'), readsClock)).toEqual([]);
  });

  it('domain and catalogue touch neither environment, randomness, network, timers nor output', () => {
    expect(placesWhere(sourcesBelow('domain', 'catalogue'), touchesWorld)).toEqual([]);
  });

  it('functions are told the time by the edge', () => {
    const sources = sourcesBelow('functions').filter(({ file }) => !file.startsWith('functions/edge/'));
    expect(placesWhere(sources, readsClock)).toEqual([]);
  });

  it('stores are told the time by their callers', () => {
    expect(placesWhere(sourcesBelow('stores'), readsClock)).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in one store, by the credentials of the runtime and by the log line that names its function', () => {
    const readers = new Set(['stores/settings.ts', 'stores/environment-credentials.ts', 'functions/edge/log.ts']);
    const sources = sourcesBelow('functions', 'stores', 'lib').filter(({ file }) => !readers.has(file));
    const reads = (source: Source, node: SyntaxNode) =>
      node.type === 'MemberExpression' && /^process\.env\b/.test(textOf(source, node));
    expect(placesWhere(sources, reads)).toEqual([]);
  });
});

describe('import is inert', () => {
  it('functions and stores call nothing at the top level but schemas, contracts and their own factories', () => {
    const allowed =
      /^(z\.|contract\b|new (Set|Map|WeakMap|AsyncLocalStorage|RegExp|TextEncoder|TextDecoder)\b|promisify\b|Object\.(freeze|entries|keys|fromEntries)\b|Buffer\.from\b)/;
    const wrong = sourcesBelow('stores').flatMap((source) =>
      childrenOf(source.program, 'body').flatMap((statement) => {
        const awaited = statement.type === 'ExpressionStatement' && !textOf(source, statement).startsWith("'use");
        return awaited && !allowed.test(textOf(source, statement)) ? [placeOf(source, statement)] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
