import { describe, expect, it } from 'vitest';
import { catalogueDigest } from '#catalogue/readers/policy-digest.ts';
import type { PolicyDigest } from '#domain/policy/changes-between.ts';
import {
  approvableVersion,
  decidePolicyApproval,
  decideProposal,
  type PolicyDraft,
  type ProposalCircumstances,
} from '#domain/policy/life-cycle.ts';
import type { ProposedVersion, PublishedVersion } from '#domain/policy/version.ts';

const now = new Date('2027-03-01T00:00:00.000Z');
const hoursLater = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
const digest: PolicyDigest = { ...catalogueDigest(), texts: { ID: { en: 'a', id: 'b' } } };
const summary = { en: 'In short.', id: 'Singkatnya.' };
const draft: PolicyDraft = { kind: 'minor', summary, effectiveFrom: hoursLater(1) };
const published: PublishedVersion = {
  version: 4,
  ...draft,
  changeLines: { en: [], id: [] },
  textHashes: digest.texts,
  publishedAt: hoursLater(-1),
};
const { phone: _, ...withoutPhone } = digest.fields;
const older: PolicyDigest = { ...digest, fields: withoutPhone };
const reworded: PolicyDigest = { ...digest, texts: { ID: { en: 'a', id: 'other' } } };
const following = (before: PolicyDigest): ProposalCircumstances => ({
  last: { published, digest: before },
  digest,
  version: 6,
  staffId: 'author',
  now,
});
const first: ProposalCircumstances = { ...following(digest), last: undefined, version: 1 };
const problemOf = (decision: ReturnType<typeof decideProposal>) =>
  decision.outcome === 'refused' ? decision.problem : 'accepted';

describe('a proposal', () => {
  it('is initial when there was none before, and only then', () => {
    expect(problemOf(decideProposal({ ...draft, kind: 'initial' }, first))).toBe('accepted');
    expect(problemOf(decideProposal(draft, first))).toBe('policy-state-refused');
    expect(problemOf(decideProposal({ ...draft, kind: 'initial' }, following(older)))).toBe('policy-state-refused');
  });

  it('names what changed in plain words, in both languages', () => {
    const decision = decideProposal({ ...draft, kind: 'material' }, following(older));
    expect(decision).toMatchObject({
      outcome: 'accepted',
      result: {
        version: 6,
        basedOn: 4,
        changes: [{ kind: 'field-added', field: 'phone' }],
        changeLines: {
          en: ['New data that we hold: Phone number'],
          id: ['Data baru yang kami simpan: Nomor telepon'],
        },
      },
    });
  });

  it('of a material change cannot be called minor, and says why', () => {
    expect(decideProposal(draft, following(older))).toMatchObject({
      problem: 'policy-change-material',
      errors: [{ pointer: '/kind', detail: 'field-added: phone' }],
    });
  });

  it('of a minor change may be called material', () => {
    for (const kind of ['minor', 'material'] as const)
      expect(problemOf(decideProposal({ ...draft, kind }, following(reworded)))).toBe('accepted');
  });

  it('is refused when nothing changed', () => {
    expect(problemOf(decideProposal(draft, following(digest)))).toBe('policy-unchanged');
  });

  it('holds from a day that lies neither in the past, nor far ahead, nor before the version that it follows', () => {
    const days = [hoursLater(-0.01), hoursLater(24 * 181), hoursLater(0.5)];
    for (const effectiveFrom of days)
      expect(decideProposal({ ...draft, effectiveFrom }, following(reworded))).toMatchObject({
        problem: 'validation-failed',
        errors: [{ pointer: '/effectiveFrom' }],
      });
  });
});

describe('an approval', () => {
  const decided = decideProposal(draft, following(reworded));
  if (decided.outcome === 'refused') throw new Error('The sample is refused');
  const proposed: ProposedVersion = { ...decided.result, policyHash: 'h' };
  const circumstances = { staffId: 'approver', shownHash: 'h', lastPublished: 4, now };

  it('publishes exactly what was proposed', () => {
    const decision = decidePolicyApproval(proposed, circumstances);
    const { version, kind, changeLines, textHashes, effectiveFrom } = proposed;
    const said = { version, kind, summary, changeLines, textHashes, effectiveFrom };
    expect(decision).toMatchObject({ outcome: 'accepted', result: { ...said, publishedAt: now.toISOString() } });
  });

  it.each([
    ['its author', { staffId: 'author' }, 'policy-author-approving'],
    ['who was shown something else', { shownHash: 'x' }, 'policy-version-changed'],
    ['whoever comes when it was published', { lastPublished: 6 }, 'policy-state-refused'],
    ['whoever comes when another was published', { lastPublished: 5 }, 'policy-state-refused'],
    ['whoever comes after its day', { now: new Date(hoursLater(2)) }, 'policy-state-refused'],
  ])('is not given by %s', (_who, changes, problem) => {
    expect(decidePolicyApproval(proposed, { ...circumstances, ...changes })).toMatchObject({ problem });
  });

  it('is bound to every word, day and difference', () => {
    const text = approvableVersion(decided.result, digest);
    const others = [
      { summary: { ...summary, en: 'Else.' } },
      { effectiveFrom: hoursLater(2) },
      { kind: 'material' as const },
      { changes: [] },
      { textHashes: {} },
      { basedOn: 3 },
    ];
    for (const other of others) expect(approvableVersion({ ...decided.result, ...other }, digest)).not.toBe(text);
    expect(approvableVersion(decided.result, older)).not.toBe(text);
  });
});
