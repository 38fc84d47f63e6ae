import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldName } from '#catalogue/index.ts';
import { fieldsExposedOf, sourcesOf, windowOf } from '#domain/breach/exposure.ts';
import type { HeldDeposit, HeldDocument, HeldRecords } from '#domain/breach/held-records.ts';
import { exposableFields } from '#domain/breach/exposable-fields.table.ts';
import { recordsWith } from './sample-breach.ts';

const at = (day: string) => `2027-${day}T00:00:00.000Z`;
const february = { from: at('02-01'), to: at('02-28') };
const all: readonly FieldName[] = exposableFields;
const has = (field: FieldName, records: HeldRecords, window = february) =>
  fieldsExposedOf(records, [field], window).length > 0;

const document = (changes: Partial<HeldDocument> = {}): HeldDocument => ({
  kind: 'identity-document',
  state: 'in-review',
  offeredAt: at('01-20'),
  claimedAt: at('01-20'),
  decidedAt: at('01-21'),
  ...changes,
});
const deposit = (changes: Partial<HeldDeposit> = {}): HeldDeposit => ({
  startedAt: at('01-20'),
  settledAt: at('01-21'),
  isCredited: true,
  hasTransferConfirmation: true,
  hasBankAccount: false,
  ...changes,
});

describe('somebody who only registered', () => {
  const records = recordsWith();

  it.each(['phone', 'email', 'fullName', 'birthDate', 'passwordHash', 'accountNumber'] as const)('had: %s', (field) => {
    expect(has(field, records)).toBe(true);
  });

  it.each([
    'identityDocument',
    'proofOfAddress',
    'identityNumber',
    'bankAccount',
    'depositAmount',
    'transferConsent',
    'closureTime',
  ] as const)('did not have: %s', (field) => {
    expect(has(field, records)).toBe(false);
  });

  it('had nothing before that', () => {
    expect(fieldsExposedOf(records, all, { from: at('01-01'), to: at('01-09') })).toEqual([]);
    expect(has('phone', records, { from: at('01-01'), to: at('01-10') })).toBe(true);
  });
});

describe('a document', () => {
  it('was had only if its bytes came, and only of its kind', () => {
    expect(has('identityDocument', recordsWith({ documents: [document()] }))).toBe(true);
    expect(has('proofOfAddress', recordsWith({ documents: [document()] }))).toBe(false);
    const neverCame = document({ state: 'refused', claimedAt: undefined });
    expect(has('identityDocument', recordsWith({ documents: [neverCame] }))).toBe(false);
    expect(has('documentTime', recordsWith({ documents: [neverCame] }))).toBe(true);
  });

  it('that was refused was had until it was deleted', () => {
    const refused = recordsWith({ documents: [document({ state: 'refused' })] });
    expect(has('identityDocument', refused)).toBe(false);
    expect(has('identityDocument', refused, { from: at('01-20'), to: at('01-20') })).toBe(true);
    expect(has('documentReason', refused)).toBe(true);
  });

  it('that a reviewer refused is kept, and what its approval proved is had from then on', () => {
    const reviewedAt = at('01-25');
    const refused = recordsWith({ documents: [document({ state: 'refused', reviewedAt })] });
    expect(has('identityDocument', refused)).toBe(true);
    expect(has('verifiedName', refused)).toBe(false);
    const approved = recordsWith({ documents: [document({ state: 'approved', reviewedAt })] });
    expect(has('verifiedName', approved)).toBe(true);
    expect(has('verifiedName', approved, { from: at('01-20'), to: at('01-24') })).toBe(false);
    const asked = recordsWith({ documents: [document({ state: 'resubmission-asked', reviewedAt })] });
    expect(has('documentReason', asked)).toBe(true);
  });
});

describe('a payment', () => {
  it('has bank details only if some were kept with it', () => {
    expect(has('bankAccount', recordsWith({ deposits: [deposit()] }))).toBe(false);
    expect(has('bankAccount', recordsWith({ deposits: [deposit({ hasBankAccount: true })] }))).toBe(true);
    const later = deposit({ hasBankAccount: true, settledAt: at('03-02') });
    expect(has('bankAccount', recordsWith({ deposits: [later] }))).toBe(false);
    expect(has('depositAmount', recordsWith({ deposits: [later] }))).toBe(true);
  });
});

describe('a closed account', () => {
  const closed = recordsWith({
    isLeaving: true,
    closedAt: at('02-10'),
    ends: {
      contact: '2032-02-10T00:00:00.000Z',
      kyc: '2032-02-10T00:00:00.000Z',
      financial: '2032-02-10T00:00:00.000Z',
    },
    documents: [document()],
  });
  const march = { from: at('03-01'), to: at('03-31') };

  it('had everything until it was closed', () => {
    expect(has('phone', closed)).toBe(true);
    expect(has('phone', closed, { from: at('02-10'), to: at('02-11') })).toBe(false);
  });

  it('has afterwards what the law keeps, until that ends', () => {
    expect(has('phone', closed, march)).toBe(false);
    expect(has('email', closed, march)).toBe(true);
    expect(has('identityDocument', closed, march)).toBe(true);
    const after = { from: '2032-02-10T00:00:00.000Z', to: '2033-01-01T00:00:00.000Z' };
    expect(has('email', closed, after)).toBe(false);
    expect(has('identityDocument', closed, after)).toBe(false);
  });
});

describe('fields exposed', () => {
  const moment = fc.date({ min: new Date('2027-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
  const iso = moment.map((date) => date.toISOString());

  it('are always among those that the breach exposed, each once, in the order of the catalogue', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...all]), iso, iso, (exposed, one, other) => {
        const [from = '', to = ''] = [one, other].toSorted();
        const records = recordsWith({ documents: [document()], deposits: [deposit()] });
        const theirs = fieldsExposedOf(records, exposed, { from, to });
        expect(theirs.every((field) => exposed.includes(field))).toBe(true);
        expect(theirs).toEqual(all.filter((field) => theirs.includes(field)));
      }),
    );
  });

  it('never become fewer when the window grows', () => {
    fc.assert(
      fc.property(iso, iso, iso, iso, (...moments) => {
        const [first = '', second = '', third = '', fourth = ''] = moments.toSorted();
        const records = recordsWith({ documents: [document({ state: 'refused' })], deposits: [deposit()] });
        const inner = fieldsExposedOf(records, all, { from: second, to: third });
        const outer = fieldsExposedOf(records, all, { from: first, to: fourth });
        expect(inner.every((field) => outer.includes(field))).toBe(true);
      }),
    );
  });

  it('of staff or of nobody cannot be named', () => {
    expect(all).not.toContain('staffRoles');
    expect(all).not.toContain('unmatchedConfirmation');
  });
});

describe('what is read of a person', () => {
  it('is only what the exposed fields need', () => {
    expect([...sourcesOf(['email', 'phone'])]).toEqual([]);
    expect([...sourcesOf(['email', 'identityDocument', 'proofOfAddress'])]).toEqual(['documents']);
    expect(new Set(sourcesOf(['identityNumber', 'bankAccount']))).toEqual(new Set(['identity-number', 'deposits']));
  });
});

describe('the window', () => {
  it('of people named without one is all time until their list was begun', () => {
    const playerIds = ['0'.repeat(26)];
    expect(windowOf({ kind: 'people', playerIds }, at('03-01'))).toEqual({
      from: '1970-01-01T00:00:00.000Z',
      to: at('03-01'),
    });
    expect(windowOf({ kind: 'people', playerIds, ...february }, at('03-01'))).toEqual(february);
  });
});
