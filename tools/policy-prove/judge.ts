import { clauseIds, clauses, type ClauseId } from '#catalogue/clauses.ts';
import type { Duty, Proof } from '#test/proofs.ts';
import type { TestOutcomes } from './test-report.ts';

/** What is known of one promise. */
export interface Judgement {
  id: ClauseId;
  promise: string;
  state: 'proved' | 'operator' | 'not-yet';
  controls: readonly string[];
  tests: readonly string[];
  /** Why it is not proved, or what evidence people have given. */
  remark: string;
}

/** What a judgement looks at. */
export interface Evidence {
  proofs: Readonly<Partial<Record<ClauseId, Proof>>>;
  duties: Readonly<Partial<Record<ClauseId, Duty>>>;
  outcomes: TestOutcomes;
  /** Whether `file#export` exists. */
  controlExists: (control: string) => boolean;
}

/** The file of a test name `file > group > sentence`. */
export function fileOfTest(test: string): string {
  return test.split(' > ')[0] ?? test;
}

/** Every test file that proves something, once. */
export function testFilesOf(proofs: Evidence['proofs']): string[] {
  const files = Object.values(proofs).flatMap(({ tests }) => tests.map(fileOfTest));
  return [...new Set(files)].toSorted();
}

/** Judges every promise, in the order of the policy. A clause is proved when each control exists and each test passed. */
export function judge(evidence: Evidence): Judgement[] {
  return clauseIds.map((id) => {
    const { kind, promise } = clauses[id];
    const rest = kind === 'operator' ? judgeDuty(evidence.duties[id]) : judgeProof(evidence.proofs[id], evidence);
    return { id, promise, ...rest };
  });
}

type Rest = Omit<Judgement, 'id' | 'promise'>;

function judgeDuty(duty: Duty | undefined): Rest {
  const latest = duty?.evidence
    .map(({ date, what }) => `${date} ${what}`)
    .toSorted()
    .at(-1);
  return {
    state: 'operator',
    controls: duty === undefined ? [] : [duty.control],
    tests: [],
    remark: latest ?? 'no evidence recorded yet',
  };
}

function judgeProof(proof: Proof | undefined, evidence: Evidence): Rest {
  if (proof === undefined) return { state: 'not-yet', controls: [], tests: [], remark: 'no control and no test yet' };
  const { controls, tests } = proof;
  const remark = whyNotProved(proof, evidence);
  return { state: remark === undefined ? 'proved' : 'not-yet', controls, tests, remark: remark ?? 'passed' };
}

function whyNotProved({ controls, tests }: Proof, { outcomes, controlExists }: Evidence): string | undefined {
  const missing = controls.find((control) => !controlExists(control));
  if (missing !== undefined) return `the control ${missing} does not exist`;
  if (controls.length === 0 || tests.length === 0) return 'a proof needs a control and a test';
  const unproven = tests.find((test) => outcomeOfTest(test, outcomes) !== 'passed');
  return unproven === undefined ? undefined : `${outcomeOfTest(unproven, outcomes)}: ${unproven}`;
}

/** A name that ends with `> *` stands for every test below it: all must have passed, and there must be one. */
function outcomeOfTest(test: string, outcomes: TestOutcomes): string {
  if (!test.endsWith(' > *')) return outcomes[test] ?? 'not found';
  const prefix = test.slice(0, -1);
  const below = Object.entries(outcomes).filter(([name]) => name.startsWith(prefix));
  if (below.length === 0) return 'not found';
  return below.find(([, outcome]) => outcome !== 'passed')?.[1] ?? 'passed';
}
