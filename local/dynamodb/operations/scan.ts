import { compileExpressions } from '../expression/compile.ts';
import type { Operation } from '../parts.ts';
import { searchPage } from '../search.ts';
import { readTarget, refuseUnprojected } from '../search-target.ts';

/** Scan: a page of a whole table or index. */
export const scan: Operation = (parts, input) => {
  const target = readTarget(parts, input);
  const expressions = compileExpressions(input);
  refuseUnprojected(target, input, expressions);
  return searchPage(parts, { target, expressions, clauses: [], values: [], backward: false }, input);
};
