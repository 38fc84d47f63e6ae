import { describe, expect, it } from 'vitest';
import { clauseIds } from '#catalogue/clauses.ts';
import { duties, proofs } from '#test/proofs.ts';
import { judge, testFilesOf, type Evidence, type Judgement } from '#tools/policy-prove/judge.ts';
import { linesOf, lostFrom, summarise } from '#tools/policy-prove/print.ts';

const proof = { controls: ['domain/a.ts#decide'], tests: ['test/a.test.ts > group > keeps it'] } as const;
const passed = { 'test/a.test.ts > group > keeps it': 'passed' } as const;

function stateOfC1(changed: Partial<Evidence>): Judgement {
  const evidence: Evidence = {
    proofs: { C1: proof },
    duties: {},
    outcomes: passed,
    controlExists: () => true,
    ...changed,
  };
  const [first] = judge(evidence);
  if (first === undefined) throw new Error('There is a first clause');
  return first;
}

describe('a promise', () => {
  it('is proved when its control exists and its test passed', () => {
    expect(stateOfC1({})).toMatchObject({ id: 'C1', state: 'proved', remark: 'passed' });
  });

  it.each([
    ['its test failed', { outcomes: { 'test/a.test.ts > group > keeps it': 'failed' } as const }, /^failed: /],
    ['its test was skipped', { outcomes: { 'test/a.test.ts > group > keeps it': 'skipped' } as const }, /^skipped: /],
    ['no test has that name', { outcomes: {} }, /^not found: /],
    ['its control is gone', { controlExists: () => false }, /does not exist/],
    ['nothing is bound to it', { proofs: {} }, /no control and no test/],
  ])('is not proved when %s', (...[, changed, remark]) => {
    const judgement = stateOfC1(changed);
    expect(judgement.state).toBe('not-yet');
    expect(judgement.remark).toMatch(remark);
  });

  it('is proved by a whole group only when every test of it passed and there is one', () => {
    const group = { C1: { ...proof, tests: ['test/a.test.ts > group > *'] as const } };
    expect(stateOfC1({ proofs: group }).state).toBe('proved');
    expect(stateOfC1({ proofs: group, outcomes: {} }).state).toBe('not-yet');
    const mixed = { ...passed, 'test/a.test.ts > group > breaks it': 'failed' } as const;
    expect(stateOfC1({ proofs: group, outcomes: mixed }).state).toBe('not-yet');
  });
});

describe('a promise of people', () => {
  it('is never proved by a test, only backed by dated evidence', () => {
    const tests = { C40: { ...proof } };
    const judged = judge({ proofs: tests, duties: {}, outcomes: passed, controlExists: () => true });
    expect(judged.find(({ id }) => id === 'C40')).toMatchObject({
      state: 'operator',
      remark: 'no evidence recorded yet',
    });
  });

  it('shows its latest evidence', () => {
    const evidence = [
      { date: '2026-01-31', what: 'first audit' },
      { date: '2026-07-31', what: 'second audit' },
    ];
    const judged = judge({
      proofs: {},
      duties: { C68: { control: 'docs/x.md#y', evidence } },
      outcomes: {},
      controlExists: () => true,
    });
    expect(judged.find(({ id }) => id === 'C68')?.remark).toBe('2026-07-31 second audit');
  });
});

describe('the summary', () => {
  const judged = judge({ proofs: { C1: proof }, duties: {}, outcomes: passed, controlExists: () => true });

  it('has every promise exactly once', () => {
    const { proved, operator, notYet } = summarise(judged);
    expect(proved).toEqual(['C1']);
    expect(operator).toEqual(['C40', 'C68', 'C74', 'C85']);
    expect([...proved, ...operator, ...notYet].toSorted()).toEqual([...clauseIds].toSorted());
  });

  it('names what was proved before and is not now', () => {
    expect(lostFrom(['C1', 'C2'], summarise(judged))).toEqual(['C2']);
    expect(lostFrom(['C1'], summarise(judged))).toEqual([]);
  });

  it('prints control and proof of each promise, and the result where it is not proved', () => {
    expect(judged[0] && linesOf(judged[0]).join('\n')).toMatch(/C1 .*proved[^]*domain\/a.ts#decide[^]*keeps it/);
    const failing = judge({ proofs: { C1: proof }, duties: {}, outcomes: {}, controlExists: () => true })[0];
    expect(failing && linesOf(failing).at(-1)).toMatch(/not found/);
  });
});

describe('the registry', () => {
  it('names each test file once', () => {
    expect(testFilesOf({ C1: proof, C2: proof })).toEqual(['test/a.test.ts']);
  });

  it('binds only promises that software keeps, and leaves no duty out', () => {
    expect(Object.keys(duties)).toEqual(['C40', 'C68', 'C74', 'C85']);
    for (const id of Object.keys(proofs)) expect(Object.keys(duties)).not.toContain(id);
  });
});
