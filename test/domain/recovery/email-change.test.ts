import { describe, expect, it } from 'vitest';
import {
  emailChanged,
  emailChangeRequested,
  emailChangeReverted,
  undoneWith,
  type EmailChangeTimes,
} from '#domain/recovery/email-change.ts';
import { endOfRecovery, endSecondsOfRecovery } from '#domain/recovery/periods.ts';

const change = (changeId: string, confirmedAt?: string): EmailChangeTimes => ({ changeId, confirmedAt });
const [first, second, third] = [
  change('first', '2026-01-01T00:00:00.000Z'),
  change('second', '2026-01-02T00:00:00.000Z'),
  change('third', '2026-01-02T00:00:00.000Z'),
] as const;

describe('undoing a change of address', () => {
  it('ends the way back of what came later or at the same moment, and of nothing earlier', () => {
    const all = [first, second, third];
    expect(undoneWith(first, all)).toEqual([second, third]);
    expect(undoneWith(second, all)).toEqual([third]);
  });

  it('ends nothing else where there is one change, or none was made', () => {
    expect(undoneWith(first, [first])).toEqual([]);
    expect(undoneWith(first, [])).toEqual([]);
    expect(undoneWith(first, [first, change('asked')])).toEqual([]);
  });
});

describe('what is announced of a change of address', () => {
  const of = { playerId: 'player', changeId: 'change' };

  it.each([
    [emailChangeRequested(of), ['email-change-announced']],
    [emailChanged(of), ['email-changed', 'email-change-confirmed']],
    [emailChangeReverted(of), ['email-change-reverted']],
  ])('goes to each address once, and names ids only', (record, types) => {
    expect(record.events.map(({ type }) => type)).toEqual(types);
    for (const event of record.events) expect(event).toMatchObject({ subjectId: 'player', recordId: 'change' });
    expect(record.audit).toMatchObject([{ nounId: 'player', context: { changeId: 'change' } }]);
  });
});

it('A new address is asked by an event of its own, which the day’s mails may withhold', () => {
  const { mailed } = emailChangeRequested({ playerId: 'player', changeId: 'change' });
  expect(mailed).toEqual([{ type: 'email-change-requested', subjectId: 'player', recordId: 'change' }]);
});

describe('the times of recovery', () => {
  const now = new Date('2026-03-01T12:00:00.500Z');

  it.each([
    ['reset', '2026-03-01T12:15:00.500Z'],
    ['emailChange', '2026-03-02T12:00:00.500Z'],
    ['reversion', '2026-03-08T12:00:00.500Z'],
    ['withdrawalHold', '2026-03-04T12:00:00.500Z'],
  ] as const)('end: %s', (what, end) => {
    expect(endOfRecovery(what, now).toISOString()).toBe(end);
    expect(endSecondsOfRecovery(what, now)).toBe(Math.floor(Date.parse(end) / 1000));
  });
});
