import { clauseIds, clauses, type ClauseId } from '#catalogue/clauses.ts';
import { duties, proofs } from '#test/proofs.ts';
import { page, table } from './page.ts';

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join('<br>');

function rowOf(id: ClauseId): string[] {
  const { promise, kind } = clauses[id];
  const duty = duties[id];
  const proof = proofs[id];
  if (kind === 'operator') return [id, promise, duty === undefined ? '' : code([duty.control]), 'people'];
  return [id, promise, code(proof?.controls ?? []), proof === undefined ? 'not yet' : code(proof.tests)];
}

/** `docs/policy.md`: every promise with the control that keeps it and the test that proves it. */
export function policyPage(): string {
  return page('The privacy policy as promises', [
    'The results are printed by `npm run policy:prove`; `docs/proved-clauses.json` is the list that must not shrink.',
    table(['Clause', 'Promise', 'Control', 'Proof'], clauseIds.map(rowOf)),
  ]);
}
