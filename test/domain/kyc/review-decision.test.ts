import { describe, expect, it } from 'vitest';
import type { ReviewCommand, ReviewCircumstances } from '#domain/kyc/review-command.ts';
import { decideReview, documentsDecidedMax } from '#domain/kyc/review-decision.ts';
import { isProved, needsSecondPerson, shownIdentity, withNumberSignal, type Review } from '#domain/kyc/review.ts';
import { riskSignals, riskWeights } from '#domain/kyc/risk.ts';
import { sampleCircumstances, sampleDocument, sampleNow, sampleReview } from './sample-review.ts';

const approve: ReviewCommand = { version: 4, outcome: 'approve', documentExpiresOn: '2030-01-31' };
const refuse: ReviewCommand = { version: 4, outcome: 'refuse', reason: 'not-genuine' };
const askAgain: ReviewCommand = { version: 4, outcome: 'ask-again', reason: 'not-legible' };
const proposalOf = (staffId: string, changes: Partial<NonNullable<Review['proposal']>> = {}) => ({
  staffId,
  outcome: 'approve' as const,
  documentExpiresOn: '2030-01-31',
  proposedAt: sampleNow.toISOString(),
  ...changes,
});

function decide(
  changes: Partial<Review> = {},
  command: ReviewCommand = approve,
  circumstances: Partial<ReviewCircumstances> = {},
) {
  const decision = decideReview(sampleReview(changes), command, sampleCircumstances(circumstances));
  return decision.outcome === 'refused' ? decision : { ...decision, ...decision.result };
}

describe('a decision is refused', () => {
  it.each<[string, Partial<Review>, ReviewCommand, Partial<ReviewCircumstances>, string]>([
    ['on a closed account', {}, approve, { accountState: 'closed' }, 'review-state-refused'],
    ['on an account that is closing', {}, approve, { accountState: 'closing' }, 'review-state-refused'],
    ['when it was decided', { state: 'approved' }, approve, {}, 'review-state-refused'],
    ['without a claim', { claim: undefined }, approve, {}, 'review-claim-needed'],
    ['with a claim of another', {}, approve, { staffId: 'budi' }, 'review-claimed'],
    ['about another version', { version: 5 }, approve, {}, 'state-changed'],
    ['by whoever proposed it', { proposal: proposalOf('ani') }, approve, {}, 'review-second-person-needed'],
    ['to approve nothing', {}, approve, { documents: [] }, 'review-incomplete'],
    [
      'to approve an address alone',
      {},
      approve,
      { documents: [sampleDocument({ kind: 'proof-of-address' })] },
      'review-incomplete',
    ],
    [
      'to approve what was refused',
      {},
      approve,
      { documents: [sampleDocument({ state: 'refused' })] },
      'review-incomplete',
    ],
    ['to approve without a number', {}, approve, { identityNumber: 'missing' }, 'review-incomplete'],
    [
      'when every identity document is judged otherwise',
      {},
      { ...approve, documents: [{ documentId: 'd'.repeat(26), outcome: 'refuse', reason: 'not-genuine' }] },
      {},
      'review-incomplete',
    ],
  ])('%s', (...[, review, command, circumstances, problem]) => {
    expect(decide(review, command, circumstances)).toMatchObject({ outcome: 'refused', problem });
  });

  it.each<[string, ReviewCommand, string]>([
    ['a last day', { version: 4, outcome: 'approve' }, '/documentExpiresOn'],
    ['a last day that is not past', { ...approve, documentExpiresOn: '2026-11-24' }, '/documentExpiresOn'],
    ['a reason to refuse', { version: 4, outcome: 'refuse' }, '/reason'],
    ['no reason to approve', { ...approve, reason: 'not-legible' }, '/reason'],
    [
      'a reason for each document that is not approved',
      { ...approve, documents: [{ documentId: 'd'.repeat(26), outcome: 'refuse' }] },
      '/documents/0/reason',
    ],
    [
      'documents that are in review',
      { ...refuse, documents: [{ documentId: 'x'.repeat(26), outcome: 'approve' }] },
      '/documents/0/documentId',
    ],
  ])('without %s', (...[, command, pointer]) => {
    expect(decide({}, command)).toMatchObject({ problem: 'validation-failed', errors: [{ pointer }] });
  });

  it('when more documents wait than one transaction holds', () => {
    const documents = (count: number) =>
      Array.from({ length: count }, (_, at) => sampleDocument({ documentId: String(at).padStart(26, '0') }));
    expect(decide({}, approve, { documents: documents(documentsDecidedMax + 1) })).toMatchObject({
      problem: 'review-too-large',
    });
    const largest = decide({}, approve, { documents: documents(documentsDecidedMax) });
    if (largest.outcome === 'refused' || largest.effect === 'proposed') throw new Error('Expected a decision');
    // The review, the check of the account and the due-diligence set come with it.
    expect(largest.documents.length + largest.audit.length + largest.events.length + 3).toBeLessThanOrEqual(100);
  });
});

describe('a decision of one reviewer', () => {
  it('approves the person and every document in review, until the day on the document', () => {
    const accepted = decide({}, approve, {
      documents: [sampleDocument(), sampleDocument({ documentId: 'e'.repeat(26), state: 'refused' })],
    });
    expect(accepted).toMatchObject({
      effect: 'decided',
      review: { state: 'approved', version: 5, reviewers: ['ani'], approval: { documentExpiresOn: '2030-01-31' } },
      documents: [{ state: 'approved', document: { documentId: 'd'.repeat(26) } }],
      events: [{ type: 'identity-decided', context: { outcome: 'approve' } }],
    });
    expect(accepted).toMatchObject({ review: { claim: undefined, proposal: undefined } });
  });

  it.each([
    [refuse, 'refused', undefined],
    [askAgain, 'resubmission-asked', { approvedAt: 'before' }],
  ])(
    '%o ends as %s, and an approval before it stays only when a document is asked for again',
    (command, state, approval) => {
      expect(decide({ approval: { approvedAt: 'before' } }, command)).toMatchObject({
        review: { state, reason: command.reason, approval },
        documents: [{ state, reason: command.reason }],
        events: [{ context: { outcome: command.outcome, reason: command.reason } }],
      });
    },
  );

  it('may say something else of one document', () => {
    const address = sampleDocument({ documentId: 'e'.repeat(26), kind: 'proof-of-address' });
    const documents = [{ documentId: address.documentId, outcome: 'ask-again', reason: 'not-complete' }] as const;
    expect(decide({}, { ...approve, documents }, { documents: [sampleDocument(), address] })).toMatchObject({
      documents: [{ state: 'approved' }, { state: 'resubmission-asked', reason: 'not-complete' }],
    });
  });

  it('takes null for a document without a last day', () => {
    const accepted = decide({}, { ...approve, documentExpiresOn: null });
    expect(accepted).toMatchObject({ review: { approval: { documentExpiresOn: undefined } } });
  });
});

describe('a decision that needs two', () => {
  const risky = { signals: ['identity-number-shared'] } as const;

  it('is kept as a proposal and ends the claim', () => {
    expect(decide(risky)).toMatchObject({
      effect: 'proposed',
      review: { state: 'in-review', version: 5, claim: undefined, proposal: { staffId: 'ani', outcome: 'approve' } },
      events: [],
    });
  });

  it('takes effect when another person says the same', () => {
    expect(decide({ ...risky, proposal: proposalOf('budi') })).toMatchObject({
      effect: 'decided',
      review: { state: 'approved', reviewers: ['budi', 'ani'] },
    });
  });

  it.each([
    ['another outcome', refuse],
    ['another last day', { ...approve, documentExpiresOn: '2031-01-31' }],
    ['no last day', { ...approve, documentExpiresOn: null }],
  ])('becomes the proposal of the second person for %s', (_, command) => {
    expect(decide({ ...risky, proposal: proposalOf('budi') }, command)).toMatchObject({
      effect: 'proposed',
      review: { proposal: { staffId: 'ani', outcome: command.outcome } },
    });
  });

  it.each(riskSignals)(
    'is asked for by the signal %s when its weight says so, and always when a check failed',
    (signal) => {
      const needed = riskWeights[signal] >= 50 || signal === 'screening-error';
      expect(needsSecondPerson({ signals: [signal] })).toBe(needed);
      expect(decide({ signals: [signal] })).toMatchObject({ effect: needed ? 'proposed' : 'decided' });
    },
  );
});

describe('a number', () => {
  it('that another holds counts once, whenever it was given', () => {
    const marked = withNumberSignal(sampleReview(), { sharedNumber: true });
    expect(marked.signals).toEqual(['identity-number-shared']);
    expect(withNumberSignal(marked, { sharedNumber: true })).toBe(marked);
    expect(withNumberSignal(sampleReview(), undefined).signals).toEqual([]);
  });
});

describe('what a player is told', () => {
  const approval = { approvedAt: '2026-01-01T00:00:00.000Z', documentExpiresOn: '2026-11-25' };
  const dayAfter = new Date('2026-11-26T00:00:00.000Z');

  it.each<[string, Review | undefined, Date, object]>([
    ['nothing was sent', undefined, sampleNow, { state: 'not-started' }],
    ['it waits', sampleReview(), sampleNow, { state: 'in-review' }],
    [
      'it waits beside a proof',
      sampleReview({ approval }),
      sampleNow,
      { state: 'in-review', provedUntil: '2026-11-25' },
    ],
    [
      'it is proved',
      sampleReview({ state: 'approved', approval }),
      sampleNow,
      { state: 'approved', provedUntil: '2026-11-25' },
    ],
    ['the day has passed', sampleReview({ state: 'approved', approval }), dayAfter, { state: 'expired' }],
    [
      'it was refused',
      sampleReview({ state: 'refused', reason: 'not-genuine' }),
      sampleNow,
      { state: 'refused', reason: 'not-genuine' },
    ],
    ['an old reason is past', sampleReview({ reason: 'not-legible' }), sampleNow, { state: 'in-review' }],
  ])('%s', (...[, review, now, expected]) => {
    expect(JSON.parse(JSON.stringify(shownIdentity(review, now)))).toEqual(expected);
  });

  it('an approval opens withdrawals until the last day on the document, that day included', () => {
    expect(isProved({ approval }, sampleNow)).toBe(true);
    expect(isProved({ approval }, dayAfter)).toBe(false);
    expect(isProved({ approval: { approvedAt: approval.approvedAt } }, dayAfter)).toBe(true);
    expect(isProved(undefined, sampleNow)).toBe(false);
  });
});
