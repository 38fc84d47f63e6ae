import { expect, it } from 'vitest';
import {
  childOf,
  childrenOf,
  houseFolders,
  placeOf,
  sourcesBelow,
  textOf,
  type Source,
  type SyntaxNode,
} from './support/sources.ts';

/** The names that an export statement declares; re-exports are documented where they are declared. */
function declaredBy(source: Source, statement: SyntaxNode): string[] {
  const declaration = childOf(statement, 'declaration');
  if (declaration === undefined) return [];
  const named = childOf(declaration, 'id');
  const names =
    named === undefined ? childrenOf(declaration, 'declarations').map((each) => childOf(each, 'id')) : [named];
  return names.flatMap((name) => (name === undefined ? [] : [textOf(source, name).replace(/[^\w].*$/s, '')]));
}

function isDocumented({ comments, text }: Source, { start }: SyntaxNode): boolean {
  return comments.some(
    ({ end, text: comment }) => comment.startsWith('*') && end <= start && text.slice(end, start).trim() === '',
  );
}

/** The second signature of a function and the handler binding need no words of their own. */
function needsDocstring(name: string, seen: ReadonlySet<string>): boolean {
  return name !== 'handler' && !seen.has(name);
}

function undocumentedIn(source: Source): string[] {
  const seen = new Set<string>();
  return childrenOf(source.program, 'body').flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const missing = declaredBy(source, statement).filter(
      (name) => needsDocstring(name, seen) && !isDocumented(source, statement),
    );
    for (const name of declaredBy(source, statement)) seen.add(name);
    return missing.map((name) => `${placeOf(source, statement)} ${name}`);
  });
}

it('whatever is exported says what it is', () => {
  const sources = sourcesBelow(...houseFolders, 'test/support', 'test/architecture/support');
  expect(sources.flatMap(undocumentedIn)).toEqual([]);
});
