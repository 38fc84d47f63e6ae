import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jurisdictions, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import { keyClasses } from '#catalogue/key-classes.ts';
import { recordKinds } from '#catalogue/readers/record-kinds.table.ts';
import { yearsAfter } from '#catalogue/years.ts';
import { obstacleTexts } from '#domain/player/closure-obstacles.ts';
import { closurePlan } from '#domain/player/closure-plan.ts';
import { keyEndsAfterClosure } from '#domain/player/closure.ts';
import { retentionView, type HeldAccount } from '#domain/player/retention-view.ts';

const closedAt = new Date('2028-02-29T10:00:00Z');
const everything = { jurisdiction: 'ID', keyClasses, closedAt };

describe('the plan of a closure', () => {
  it.each([
    ['identity', 'erase', '2028-02-29T10:00:00.000Z'],
    ['login', 'erase', '2028-02-29T10:00:00.000Z'],
    ['session', 'erase', '2028-02-29T10:00:00.000Z'],
    ['message', 'erase', '2028-03-30T10:00:00.000Z'],
    ['kyc', 'restrict', '2033-03-01T10:00:00.000Z'],
    ['financial', 'restrict', '2033-03-01T10:00:00.000Z'],
    ['contact', 'restrict', '2033-03-01T10:00:00.000Z'],
    ['financial', 'anonymise', '2033-03-01T10:00:00.000Z'],
    ['evidence', 'anonymise', '2033-03-01T10:00:00.000Z'],
    ['breach-record', 'restrict', '2035-03-01T10:00:00.000Z'],
  ])('lets %s end as %s at %s', (kind, treatment, endsAt) => {
    const rows = closurePlan(recordKinds, everything, 'en').filter(
      (row) => row.kind === kind && row.treatment === treatment,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.endsAt).toBe(endsAt);
  });

  it('keeps the address for a week where no law keeps anything else', () => {
    const plan = closurePlan(recordKinds, { ...everything, keyClasses: ['identity', 'contact'] }, 'en');
    const contact = plan.filter(({ kind, treatment }) => kind === 'contact' && treatment === 'restrict');
    expect(new Set(contact.map(({ endsAt }) => endsAt))).toEqual(new Set(['2028-03-07T10:00:00.000Z']));
  });

  it.each([
    ['ID', 'UU 8/2010 art. 21'],
    ['SG', 'Casino Control Act s 143'],
    ['IE', 'Directive (EU) 2015/849 art. 40'],
  ])('cites the law of %s for what it keeps', (jurisdiction, citation) => {
    const plan = closurePlan(recordKinds, { ...everything, jurisdiction }, 'en');
    for (const { kind, treatment, because, law } of plan) {
      if (treatment === 'restrict') expect(because?.length).toBeGreaterThan(10);
      if (kind === 'kyc' && treatment === 'restrict') expect(law).toEqual({ years: 5, citation });
    }
  });

  it('says the same in Indonesian, in other words', () => {
    const [english, indonesian] = (['en', 'id'] as const).map((language) =>
      closurePlan(recordKinds, everything, language),
    );
    const bare = (plan = english) =>
      plan?.map(({ kind, treatment, endsAt, law }) => ({ kind, treatment, endsAt, law }));
    expect(bare(indonesian)).toEqual(bare(english));
    for (const [index, row] of indonesian?.entries() ?? []) expect(row.title).not.toBe(english?.[index]?.title);
    expect(indonesian?.find(({ kind }) => kind === 'kyc')?.title).toBe('Pemeriksaan identitas Anda');
  });

  it('says of every sealed class what the keys do, in every jurisdiction and at every moment', () => {
    const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
    const codes = fc.constantFrom(...Object.keys(jurisdictions));
    fc.assert(
      fc.property(moments, codes, fc.subarray([...keyClasses]), (at, jurisdiction, having) => {
        const law = jurisdictions[jurisdiction];
        if (law === undefined) throw new Error('No such jurisdiction');
        const classes = [...new Set([...having, 'contact' as const])];
        const ends = keyEndsAfterClosure(classes, retentionYearsOf(law), at);
        for (const row of closurePlan(recordKinds, { jurisdiction, keyClasses: having, closedAt: at }, 'id')) {
          const end = new Date(row.endsAt);
          expect(end.getTime()).toBeGreaterThanOrEqual(at.getTime());
          expect(end.getTime()).toBeLessThanOrEqual(yearsAfter(at, 7).getTime());
          const key = [...ends].find(([name]) => name === row.kind)?.[1];
          if (key !== undefined) expect(end).toEqual(key);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('what stands in the way', () => {
  it('is named with what to do about it, in the language of the reader', () => {
    expect(obstacleTexts({ balanceMinor: 0, hasOpenDeposit: false }, 'en')).toEqual([]);
    const both = obstacleTexts({ balanceMinor: 5, hasOpenDeposit: true }, 'id');
    expect(both.map(({ obstacle }) => obstacle)).toEqual(['balance', 'open-deposit']);
    expect(both[0]?.whatToDo).toContain('Tarik saldo');
    expect(obstacleTexts({ balanceMinor: 5, hasOpenDeposit: false }, 'en')[0]?.whatToDo).toContain('Pay out');
  });
});

describe('what is kept', () => {
  const now = new Date('2030-05-01T00:00:00Z');
  const account: HeldAccount = { jurisdiction: 'ID', registeredAt: '2027-01-05T03:00:00.000Z', keyClasses };
  const rowsOf = (kind: string, changes: Partial<HeldAccount> = {}) =>
    retentionView(recordKinds, { ...account, ...changes }, { language: 'en', now }).filter((row) => row.kind === kind);

  it('has a start and no end while the account is open: its closure starts the clock', () => {
    for (const { since, until, clock } of rowsOf('identity')) {
      expect([since, until]).toEqual([account.registeredAt, null]);
      expect(clock).toEqual({ startsWith: 'when your account is closed', lasts: 'until you close your account' });
    }
  });

  it('is nothing of an identity check or of payments that never were', () => {
    expect(rowsOf('kyc').every(({ since }) => since === null)).toBe(true);
    const since = '2028-02-29T00:00:00.000Z';
    expect(rowsOf('kyc', { identityCheckSince: since }).every((row) => row.since === since)).toBe(true);
    const financial = rowsOf('financial', { depositsSince: since });
    expect(new Set(financial.map((row) => row.since))).toEqual(new Set([since, account.registeredAt]));
  });

  it('is never older than its class lasts, and never older than the account', () => {
    expect(rowsOf('login').map((row) => row.since)).toEqual(['2029-03-27T00:00:00.000Z']);
    expect(rowsOf('login', { registeredAt: '2030-04-01T00:00:00.000Z' })[0]?.since).toBe('2030-04-01T00:00:00.000Z');
  });

  it('has the end of its class once the account is closing, and why it outlives it', () => {
    const [kyc] = rowsOf('kyc', { closesAt: '2030-05-03T00:00:00.000Z', identityCheckSince: account.registeredAt });
    expect(kyc).toMatchObject({
      until: '2035-05-03T00:00:00.000Z',
      because: 'Anti-money-laundering law makes us keep due-diligence records.',
      law: { years: 5, citation: 'UU 8/2010 art. 21' },
    });
    expect(kyc?.why.length).toBeGreaterThan(0);
    expect(rowsOf('identity')[0]).toMatchObject({ because: null, law: null });
  });
});
