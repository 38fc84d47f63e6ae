import { describe, expect, it } from 'vitest';
import { readOrder } from '#tools/restore/read-order.ts';

const order = (tables: string, at: string | undefined = '2027-03-01T09:30:00Z') =>
  readOrder(['--region', 'ap-southeast-3', '--at', at, '--tables', tables]);

describe('what a restore is told', () => {
  it('is a moment, and tables with a later moment of their own where they have one', () => {
    const { at, lost, drainSeconds } = order('players,keys@2027-03-01T09:42:00Z,players');
    expect(at).toEqual(new Date('2027-03-01T09:30:00Z'));
    expect([...lost]).toEqual([
      ['players', at],
      ['keys', new Date('2027-03-01T09:42:00Z')],
    ]);
    expect(drainSeconds).toBeUndefined();
  });

  it.each([
    ['a moment that is not whole seconds in UTC', ['players', '2027-03-01T09:30:00+07:00'], /--at/],
    ['no table', [''], /--tables/],
    ['a table that is none', ['playerz'], /playerz is no table/],
    ['a table that goes further back than the others', ['keys@2027-03-01T09:29:59Z'], /further back/],
    ['evidence as old as the others, which would lose what must be replayed', ['players,evidence'], /evidence@/],
    ['an outbox without its leases', ['outbox,notifications'], /leases/],
  ])('is refused with %s', (_, [tables = '', at], reason) => {
    expect(() => order(tables, at)).toThrow(reason);
  });

  it('takes evidence with a time of its own', () => {
    expect(order('players,evidence@2027-03-01T09:40:00Z').lost.has('evidence')).toBe(true);
  });
});
