import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCsvRows } from '#domain/kyc/csv-rows.ts';
import { nameLikeness, normaliseName } from '#domain/kyc/name-likeness.ts';
import { isProved, type Review, withScreening } from '#domain/kyc/review.ts';
import { riskSignals } from '#domain/kyc/risk.ts';
import { compareWithList, isListHeader, listedPersonOf, screeningListRules } from '#domain/kyc/screening-list.ts';
import { decideClearance } from '#domain/kyc/screening-clearance.ts';
import {
  mayBeAsked,
  type Screening,
  screeningAfter,
  screeningOutcomes,
  type ScreeningResult,
  standingOutcomeOf,
} from '#domain/kyc/screening.ts';

const now = new Date('2026-03-01T10:00:00.000Z');
const hash = `v1.${'a'.repeat(43)}`;
const otherHash = `v1.${'b'.repeat(43)}`;

describe('a name', () => {
  test.each([
    ['BUDI SANTOSO', 'budi santoso'],
    ['Santoso, Budi', 'budi santoso'],
    ['José  Müller-Łódź', 'jose lodz muller'],
    ['O’Brien', 'obrien'],
    ['Ｗｕｌａｎ', 'wulan'],
    ['Đặng Thị Hồng', 'dang hong thi'],
    ['Weiß', 'weiss'],
    ['  ', ''],
    ['-,-', ''],
  ])('%s is compared as "%s"', (...[name, compared]) => {
    expect(normaliseName(name)).toBe(compared);
  });

  // The first three are the examples of Winkler (1990); the rest are ours.
  test.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['budi santoso', 'budi santoso', 1],
    ['abc', 'xyz', 0],
    ['', '', 0],
    ['', 'budi', 0],
  ])('likeness of "%s" and "%s" is %d', (...[one, other, likeness]) => {
    expect(nameLikeness(one, other)).toBeCloseTo(likeness, 4);
  });

  test('is alike to another between 0 and 1, and to itself 1', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 30 }).map(normaliseName);
    fc.assert(
      fc.property(names, names, (one, other) => {
        const likeness = nameLikeness(one, other);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        if (one !== '') expect(nameLikeness(one, one)).toBe(1);
        expect(normaliseName(one)).toBe(one);
      }),
    );
  });
});

const person = { name: 'Budi Santoso', birthDate: '1990-06-15', identityHash: hash };
const entry = (name: string, birthDate = '', identityHash = '') => listedPersonOf([name, birthDate, identityHash])!;

describe('comparing with a list', () => {
  test.each([
    ['the same name', entry('SANTOSO Budi'), 'possible', 1],
    ['the same name and birth date', entry('Budi Santoso', '1990-06-15'), 'possible', 1],
    ['the same name and year', entry('Budi Santoso', '1990'), 'possible', 1],
    ['the same name and another birth date', entry('Budi Santoso', '1991-06-15'), 'no-hit', 0.85],
    ['a name with one letter changed', entry('Budi Santosa'), 'possible', 0.9667],
    ['such a name and another birth date', entry('Budi Santosa', '1950'), 'no-hit', 0.8167],
    ['another name', entry('Siti Rahma'), 'no-hit', 0.5722],
    ['another name and the same ID number', entry('Siti Rahma', '1950', hash), 'confirmed', 1],
    ['the same name and another ID number', entry('Budi Santoso', '', otherHash), 'possible', 1],
  ])('an entry with %s', (...[, listed, outcome, score]) => {
    const compared = compareWithList(person, [listed]);
    expect(compared).toEqual({ outcome, score: expect.closeTo(score, 4), matchCount: outcome === 'no-hit' ? 0 : 1 });
  });

  test('finds nobody by an ID number that was not given', () => {
    const { identityHash: _, ...unnumbered } = person;
    expect(compareWithList(unnumbered, [entry('Siti Rahma', '', hash)]).outcome).toBe('no-hit');
    expect(compareWithList(unnumbered, [entry('Siti Rahma')]).outcome).toBe('no-hit');
  });

  test('is the same in whatever order the list stands, and more entries never make it less', () => {
    const entries = fc.array(
      fc.record({
        name: fc.constantFrom('budi santoso', 'budi santosa', 'siti rahma', 'kusuma wulan'),
        birthDate: fc.constantFrom('', '1990', '1990-06-15', '1971-01-01'),
        identityHash: fc.constantFrom('', otherHash),
      }),
    );
    fc.assert(
      fc.property(entries, entries, (some, more) => {
        const compared = compareWithList(person, some);
        expect(compareWithList(person, some.toReversed())).toEqual(compared);
        const longer = compareWithList(person, [...some, ...more]);
        expect(longer.score).toBeGreaterThanOrEqual(compared.score);
        expect(longer.matchCount).toBeGreaterThanOrEqual(compared.matchCount);
        expect(compared.outcome).not.toBe('error');
        expect(compareWithList(person, [...some, entry('Nobody', '', hash)]).outcome).toBe('confirmed');
      }),
    );
  });

  test('has thresholds that a name and a date can reach and miss', () => {
    const { possibleFrom, birthDateLowers, birthDateRaises } = screeningListRules;
    expect(1 - birthDateLowers).toBeLessThan(possibleFrom);
    expect(birthDateRaises).toBeLessThan(1 - possibleFrom);
  });
});

describe('a row of a list', () => {
  test.each([
    ['too few cells', ['Budi', '1990']],
    ['too many cells', ['Budi', '1990', '', '']],
    ['no name', ['-', '1990', '']],
    ['a date that is none', ['Budi', '15/06/1990', '']],
    ['a month that is none', ['Budi', '1990-13', '']],
    ['an ID number in the clear', ['Budi', '', '3171011708904321']],
    ['broken quotes', undefined],
  ])('with %s cannot be compared', (...[, cells]) => {
    expect(listedPersonOf(cells)).toBeUndefined();
  });

  test('is read whatever the pieces in which it comes', () => {
    const text = 'name,birthDate,identityHash\r\n"Santoso, ""Budi""\nJr",1990,\r\n\r\nSiti,,\n"open';
    const rows = [
      ['name', 'birthDate', 'identityHash'],
      ['Santoso, "Budi"\nJr', '1990', ''],
      ['Siti', '', ''],
      undefined,
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((left, right) => left - right), text.length];
        const csv = openCsvRows();
        const read = places.slice(1).flatMap((end, at) => csv.read(text.slice(places[at], end)));
        expect([...read, ...csv.end()]).toEqual(rows);
      }),
    );
  });

  test.each([
    ['a quote inside a plain cell', 'Bu"di,,\nSiti,,'],
    ['text behind a quoted cell', '"Budi"x,,\nSiti,,'],
  ])('with %s is malformed, and the next is read', (...[, text]) => {
    const csv = openCsvRows();
    expect([...csv.read(text), ...csv.end()]).toEqual([undefined, ['Siti', '', '']]);
  });

  test('whose quote is never closed swallows a bounded part of the file', () => {
    const csv = openCsvRows();
    const rows = [...csv.read(`"${'x,y\n'.repeat(5000)}Siti,,\n`), ...csv.end()];
    expect(rows[0]).toBeUndefined();
    expect(rows.at(-1)).toEqual(['Siti', '', '']);
  });

  test('names the columns first', () => {
    expect(isListHeader(['name', 'birthDate', 'identityHash'])).toBe(true);
    expect(isListHeader(['name', 'identityHash', 'birthDate'])).toBe(false);
    expect(isListHeader(['name', 'birthDate'])).toBe(false);
  });
});

describe('an address', () => {
  test.each([
    ['https://yente.sesetoro.example', true],
    ['http://127.0.0.1:8000', true],
    ['http://localhost:8000', true],
    ['http://[::1]:8000', true],
    ['http://yente.sesetoro.example', false],
    ['http://127.0.0.1.example.com', false],
    ['http://10.0.0.1', false],
    ['https://user:word@yente.sesetoro.example', false],
    ['ftp://127.0.0.1', false],
    ['yente', false],
  ])('%s may be asked: %s', (...[address, may]) => {
    expect(mayBeAsked(address)).toBe(may);
  });
});

const result: ScreeningResult = { outcome: 'possible', score: 0.93, matchCount: 2, listVersion: 'one' };
const screened = (changes: Partial<ScreeningResult> = {}, previous?: Screening) =>
  screeningAfter(previous, { playerId: 'p', result: { ...result, ...changes }, now });
const given = {
  screenedAt: now.toISOString(),
  conclusion: 'false-positive',
  caseReference: 'CASE-1',
  staffId: 's',
  now,
} as const;

function cleared(conclusion: 'false-positive' | 'confirmed' = 'false-positive'): Screening {
  const decision = decideClearance(screened(), { ...given, conclusion });
  if (decision.outcome === 'refused') throw new Error('refused');
  return decision.result;
}

describe('a conclusion about a possible hit', () => {
  test('as a false positive takes the hit away, as confirmed makes it one', () => {
    expect(standingOutcomeOf(cleared())).toBe('no-hit');
    expect(standingOutcomeOf(cleared('confirmed'))).toBe('confirmed');
  });

  test('keeps who, when, why and about which version', () => {
    expect(cleared().clearance).toEqual({
      conclusion: 'false-positive',
      listVersion: 'one',
      score: 0.93,
      matchCount: 2,
      staffId: 's',
      reviewedAt: now.toISOString(),
      caseReference: 'CASE-1',
    });
  });

  test.each([
    ['the same version showing the same', {}, 'no-hit'],
    ['another version', { listVersion: 'two' }, 'possible'],
    ['another score', { score: 0.99 }, 'possible'],
    ['another count', { matchCount: 3 }, 'possible'],
    ['a version without the entry', { listVersion: 'two', outcome: 'no-hit', matchCount: 0 }, 'no-hit'],
    ['the ID number on the list', { outcome: 'confirmed' }, 'confirmed'],
  ] as const)('after %s', (...[, changes, outcome]) => {
    expect(standingOutcomeOf(screened(changes, cleared()))).toBe(outcome);
  });

  test('outlives a comparison that failed, and no change of the list', () => {
    const failed = screened({ outcome: 'error', score: 0, matchCount: 0, listVersion: undefined }, cleared());
    expect(standingOutcomeOf(failed)).toBe('error');
    expect(standingOutcomeOf(screened({}, failed))).toBe('no-hit');
    expect(standingOutcomeOf(screened({ listVersion: 'two' }, failed))).toBe('possible');
    expect(screened({ listVersion: 'two' }, failed).clearance).toBeUndefined();
  });

  test.each([
    ['another comparison than the last', screened(), { screenedAt: '2026-02-01T10:00:00.000Z' }],
    ['no hit', screened({ outcome: 'no-hit' }), {}],
    ['a failed comparison', screened({ outcome: 'error', listVersion: undefined }), {}],
    ['a confirmed hit', screened({ outcome: 'confirmed' }), {}],
    ['what somebody concluded about already', cleared(), {}],
  ])('about %s is refused', (...[, screening, changes]) => {
    expect(decideClearance(screening, { ...given, ...changes })).toMatchObject({
      outcome: 'refused',
      problem: 'state-changed',
    });
  });
});

const waiting: Review = {
  playerId: 'p',
  state: 'in-review',
  version: 3,
  waitingSince: '2026-02-01T00:00:00.000Z',
  signals: [],
};
const approved: Review = {
  ...waiting,
  state: 'approved',
  approval: { approvedAt: '2026-02-02T00:00:00.000Z' },
  claim: { staffId: 's', endsAtSeconds: 1 },
};

describe('a review after a screening', () => {
  test.each([
    ['no-hit', []],
    ['possible', ['screening-possible']],
    ['confirmed', ['screening-confirmed']],
    ['error', ['screening-error']],
  ] as const)('%s has the signals %s', (...[outcome, signals]) => {
    expect(withScreening(waiting, { outcome, now }).signals).toEqual(signals);
    const before = { ...waiting, signals: ['screening-error'] as const };
    expect(withScreening(before, { outcome, now }).signals).toEqual(signals);
  });

  test('keeps a hit when the next comparison fails, and other signals always', () => {
    const before: Review = { ...waiting, signals: ['identity-number-shared', 'screening-possible'] };
    expect(withScreening(before, { outcome: 'error', now }).signals).toEqual([
      'identity-number-shared',
      'screening-possible',
      'screening-error',
    ]);
    expect(withScreening(before, { outcome: 'no-hit', now }).signals).toEqual(['identity-number-shared']);
  });

  test('is reopened by a confirmed hit, and identity is not proved until somebody decides', () => {
    expect(isProved(approved, now)).toBe(true);
    const reopened = withScreening(approved, { outcome: 'confirmed', now });
    expect(reopened).toEqual({
      ...waiting,
      version: 4,
      waitingSince: now.toISOString(),
      signals: ['screening-confirmed'],
    });
    expect(isProved(reopened, now)).toBe(false);
  });

  test('keeps an approval in force for a hit that is only possible, or a comparison that failed', () => {
    for (const outcome of ['possible', 'error', 'no-hit'] as const)
      expect(withScreening(approved, { outcome, now })).toMatchObject({
        state: 'approved',
        approval: approved.approval,
      });
  });

  test('loses a proposal that was made without the new hit', () => {
    const proposal = { staffId: 's', outcome: 'approve', proposedAt: now.toISOString() } as const;
    expect(withScreening({ ...waiting, proposal }, { outcome: 'possible', now }).proposal).toBeUndefined();
    const before: Review = { ...waiting, proposal, signals: ['screening-possible'] };
    expect(withScreening(before, { outcome: 'no-hit', now }).proposal).toEqual(proposal);
  });

  test('is the very same when it changes nothing, and says each thing once whatever comes', () => {
    const outcomes = fc.constantFrom(...screeningOutcomes);
    const signals = fc.uniqueArray(fc.constantFrom(...riskSignals));
    fc.assert(
      fc.property(signals, outcomes, fc.boolean(), (before, outcome, wasApproved) => {
        const first = withScreening({ ...(wasApproved ? approved : waiting), signals: before }, { outcome, now });
        expect(withScreening(first, { outcome, now })).toBe(first);
        expect(new Set(first.signals).size).toBe(first.signals.length);
        expect(first.signals.includes('screening-confirmed') && isProved(first, now)).toBe(
          outcome === 'error' && before.includes('screening-confirmed') && wasApproved,
        );
      }),
    );
  });
});
