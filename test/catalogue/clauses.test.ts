import { expect, it } from 'vitest';
import { clauseIds, clauses } from '#catalogue/clauses.ts';

it('numbers the promises from C1 to C94 without a gap', () => {
  expect(clauseIds).toEqual(Array.from({ length: 94 }, (_, index) => `C${index + 1}`));
});

it('leaves to people only what software cannot do', () => {
  expect(clauseIds.filter((id) => clauses[id].kind === 'operator')).toEqual(['C40', 'C68', 'C74', 'C85']);
});
