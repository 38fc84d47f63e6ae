import { compileExpressions, type Expressions } from '../expression/compile.ts';
import { pathsOfCondition } from '../expression/syntax.ts';
import { readKeyRange } from '../key-condition.ts';
import type { Operation } from '../parts.ts';
import { invalid } from '../refusals.ts';
import { searchPage } from '../search.ts';
import { readTarget, refuseUnprojected } from '../search-target.ts';
import { keyNamesOf, type KeySchema } from '../table.ts';

function refuseKeysInFilter({ filter }: Expressions, schema: KeySchema): void {
  const names = new Set(keyNamesOf(schema));
  const key = filter && pathsOfCondition(filter).find((path) => names.has(String(path[0])));
  if (key === undefined) return;
  throw invalid(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${String(key[0])}`,
  );
}

/** Query: a page of one partition of a table or index, in the order of the sort key. */
export const query: Operation = (parts, input) => {
  const target = readTarget(parts, input);
  const expressions = compileExpressions(input);
  refuseUnprojected(target, input, expressions);
  refuseKeysInFilter(expressions, target.schema);
  const range = readKeyRange(target, expressions.keyCondition);
  const search = {
    target,
    expressions,
    clauses: [`${target.hashColumn} = ?`, ...range.clauses],
    values: [range.hash, ...range.values],
    backward: input['ScanIndexForward'] === false,
  };
  return searchPage(parts, search, input);
};
