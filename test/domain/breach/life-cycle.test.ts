import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breachStates, type Breach, type BreachState } from '#domain/breach/breach.ts';
import {
  decideApproval,
  decideDraft,
  decideEdit,
  decideNotifying,
  decideWithdrawal,
  type BreachChange,
} from '#domain/breach/life-cycle.ts';
import type { Decision } from '#domain/decision.ts';
import { breachWith, words } from './sample-breach.ts';

const now = new Date('2027-03-01T10:00:00.000Z');
const presentHash = 'f'.repeat(64);
const approval = (changes: Partial<Parameters<typeof decideApproval>[1]> = {}) => ({
  staffId: 'approver',
  shownHash: presentHash,
  presentHash,
  approvalsRequired: 1,
  now,
  ...changes,
});
const problemOf = (decision: Decision<unknown>) => (decision.outcome === 'refused' ? decision.problem : 'accepted');
const changed = (breach: Breach, decision: Decision<BreachChange>): Breach => {
  if (decision.outcome === 'refused') throw new Error(decision.problem);
  return { ...breach, ...decision.result.set };
};

const steps: Record<string, (breach: Breach) => Decision<BreachChange>> = {
  edit: (breach) => decideEdit(breach, { version: breach.version, texts: breach.texts }, { staffId: 'x', listId: 'y' }),
  withdraw: (breach) => decideWithdrawal(breach, now),
  approve: (breach) => decideApproval(breach, approval()),
  notify: (breach) => decideNotifying(breach, presentHash, now),
};

describe('the legal prior states', () => {
  const legal: Record<string, readonly BreachState[]> = {
    edit: ['draft', 'approved'],
    withdraw: ['draft'],
    approve: ['draft'],
    notify: ['approved'],
  };

  it.each(Object.keys(steps).flatMap((step) => breachStates.map((state) => [step, state] as const)))(
    'of %s: %s',
    (step, state) => {
      const decision = steps[step]!(breachWith({ state }));
      if (!legal[step]!.includes(state)) return expect(problemOf(decision)).toBe('breach-state-refused');
      expect(problemOf(decision)).toBe('accepted');
      if (decision.outcome === 'accepted') expect(decision.result.from).toEqual(legal[step]);
    },
  );

  it('are followed whatever is tried in whatever order: nobody is told without an approval of the last edit', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 12 }), (tried) => {
        let breach = breachWith();
        let approvedSinceEdit = false;
        for (const step of tried) {
          const decision = steps[step]!(breach);
          if (decision.outcome === 'refused') continue;
          breach = changed(breach, decision);
          if (step === 'edit') approvedSinceEdit = false;
          if (step === 'approve') approvedSinceEdit = true;
          if (step === 'notify') expect(approvedSinceEdit).toBe(true);
        }
      }),
    );
  });
});

describe('an approval', () => {
  it('is never given by an author, whoever wrote first or last', () => {
    expect(problemOf(decideApproval(breachWith(), approval({ staffId: 'author' })))).toBe('breach-author-approving');
    const breach = breachWith();
    const edit = decideEdit(
      breach,
      { version: 3, texts: { en: words, id: words } },
      { staffId: 'editor', listId: 'n' },
    );
    for (const staffId of ['author', 'editor']) {
      expect(problemOf(decideApproval(changed(breach, edit), approval({ staffId })))).toBe('breach-author-approving');
    }
  });

  it('counts for exactly the words and the list that were shown', () => {
    const other = approval({ shownHash: 'e'.repeat(64) });
    expect(problemOf(decideApproval(breachWith(), other))).toBe('breach-notice-changed');
    expect(problemOf(decideApproval(breachWith(), approval({ presentHash: undefined })))).toBe('breach-list-building');
  });

  it('is enough when as many different people gave it as the region asks for', () => {
    const first = changed(breachWith(), decideApproval(breachWith(), approval({ approvalsRequired: 2 })));
    expect(first).toMatchObject({ state: 'draft', version: 4 });
    expect(problemOf(decideApproval(first, approval({ approvalsRequired: 2 })))).toBe('breach-state-refused');
    const second = decideApproval(first, approval({ approvalsRequired: 2, staffId: 'another' }));
    expect(changed(first, second)).toMatchObject({ state: 'approved', approvedAt: now.toISOString() });
  });

  it('is void once something is edited', () => {
    const approved = changed(breachWith(), decideApproval(breachWith(), approval()));
    const edit = decideEdit(approved, { version: 4, texts: approved.texts }, { staffId: 'x', listId: 'y' });
    expect(changed(approved, edit)).toMatchObject({ state: 'draft', approvals: [], approvedAt: undefined });
  });
});

describe('an edit', () => {
  it('needs the present version', () => {
    const late = decideEdit(breachWith(), { version: 2, exposedFields: ['email'] }, { staffId: 'x', listId: 'y' });
    expect(problemOf(late)).toBe('state-changed');
  });

  it('of words keeps the list; of fields or scope needs another', () => {
    const by = { staffId: 'x', listId: 'other' };
    const reworded = changed(breachWith(), decideEdit(breachWith(), { version: 3, texts: breachWith().texts }, by));
    expect(reworded).toMatchObject({ listId: 'list', listState: 'ready', affectedCount: 2 });
    const widened = changed(breachWith(), decideEdit(breachWith(), { version: 3, exposedFields: ['email'] }, by));
    expect(widened).toMatchObject({ listId: 'other', listState: 'building', affectedCount: undefined });
    expect(widened.texts).toEqual(breachWith().texts);
  });
});

describe('a draft', () => {
  const { awareAt, texts, exposedFields, scope } = breachWith();

  it('starts every clock of the law at awareness', () => {
    const decision = decideDraft(
      { awareAt, texts, exposedFields, scope },
      { breachId: 'b', listId: 'l', staffId: 's', now },
    );
    expect(decision).toMatchObject({ result: { state: 'draft', listState: 'building', authors: ['s'], version: 1 } });
    if (decision.outcome === 'refused') return;
    const { clocks } = decision.result;
    expect(clocks.map(({ jurisdiction }) => jurisdiction).toSorted()).toEqual(['ID', 'IE', 'SG']);
    expect(clocks.find(({ jurisdiction }) => jurisdiction === 'ID')).toMatchObject({
      regulatorBy: '2027-03-04T08:00:00.000Z',
      subjectsBy: '2027-03-04T08:00:00.000Z',
    });
    for (const clock of clocks) expect(clock.subjectsBy > awareAt && clock.regulatorSource !== '').toBe(true);
  });

  it('cannot be of a breach that is not known yet', () => {
    const future = new Date(now.getTime() + 1).toISOString();
    const draft = { awareAt: future, texts, exposedFields, scope };
    const decision = decideDraft(draft, { breachId: 'b', listId: 'l', staffId: 's', now });
    expect(decision).toMatchObject({ problem: 'validation-failed', errors: [{ pointer: '/awareAt' }] });
  });
});
