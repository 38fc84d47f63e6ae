import { beforeAll, expect, it } from 'vitest';
import { newId } from '#stores/ids.ts';
import { openSweepLeases } from '#stores/sweep-leases.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

const now = new Date('2026-06-01T10:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const leases = openSweepLeases();

it('A sweep has one run of many at once, and the next when that gave its lease back', async () => {
  const sweep = newId();
  const holders = Array.from({ length: 6 }, () => newId());
  const taken = await Promise.all(holders.map((holder) => leases.take(sweep, holder, now)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const first = holders[taken.indexOf(true)] ?? '';
  expect(await leases.take(sweep, first, now)).toBe(true);
  await leases.release(sweep, first);
  expect(await leases.take(sweep, 'second', now)).toBe(true);
  expect(await leases.take(newId(), 'other', now)).toBe(true);
});

it('A run that died is followed after ten minutes, and its late end takes nothing from the next', async () => {
  const sweep = newId();
  await leases.take(sweep, 'dead', now);
  expect(await leases.take(sweep, 'next', after(599))).toBe(false);
  expect(await leases.take(sweep, 'next', after(600))).toBe(true);
  await leases.release(sweep, 'dead');
  expect(await leases.take(sweep, 'third', after(601))).toBe(false);
});
