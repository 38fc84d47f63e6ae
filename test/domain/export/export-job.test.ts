import { describe, expect, it } from 'vitest';
import {
  afterCount,
  afterPage,
  heldUntil,
  newExport,
  packing,
  ready,
  sourceAttemptsMax,
  sourceUnderWay,
  type ExportJob,
} from '#domain/export/export-job.ts';
import { sourceNames } from '#domain/export/sources.ts';
import { seeded } from '#test/support/seeded.ts';

const now = new Date('2026-03-01T10:00:00.000Z');
const begun = () => newExport('e'.repeat(26), 'p'.repeat(26), now);
const onePage = (job: ExportJob, rows: number, cursor?: string) =>
  afterPage(job, { source: sourceUnderWay(job) ?? 'account', records: rows, rows, cursor }, now);

function collected(): ExportJob {
  let job = begun();
  for (const source of sourceNames) job = afterCount(onePage(job, 1), source, 1);
  return job;
}

describe('a copy', () => {
  it('goes from source to source, and is packed when all are done', () => {
    const job = collected();
    expect(sourceUnderWay(job)).toBeUndefined();
    const made = ready(packing(job, now), { bytes: 9, hash: 'h' }, now);
    expect(made).toMatchObject({ state: 'ready', destroyAt: '2026-03-08T10:00:00.000Z' });
    expect(made.pagesDone).toBe(sourceNames.length + 2);
  });

  it('tells an empty source from one with records', () => {
    expect(afterCount(onePage(begun(), 0), 'account', 0).sources.account.state).toBe('empty');
    expect(afterCount(onePage(begun(), 2), 'account', 2).sources.account.state).toBe('done');
  });

  it('reads a source again when a second count differs, a bounded number of times, then fails', () => {
    let job = begun();
    for (let attempt = 1; attempt < sourceAttemptsMax; attempt += 1) {
      job = afterCount(onePage(job, 3), 'account', 4);
      expect(job.sources.account).toMatchObject({ state: 'pending', pages: 0, rows: 0, attempts: attempt + 1 });
    }
    job = afterCount(onePage(job, 3), 'account', 4);
    expect([job.state, job.sources.account.state]).toEqual(['failed', 'failed']);
  });

  it('is never packed while a source is not done, whatever the order of pages and counts', () => {
    const below = seeded(5);
    for (let round = 0; round < 300; round += 1) {
      let job = begun();
      for (let step = below(60); step > 0 && job.state === 'collecting'; step -= 1) {
        const source = sourceUnderWay(job);
        if (source === undefined) break;
        job = onePage(job, below(3), below(2) === 0 ? 'more' : undefined);
        if (job.cursor === undefined)
          job = afterCount(job, source, job.sources[source].rows + (below(4) === 0 ? 1 : 0));
      }
      const isWhole = sourceNames.every((name) => ['done', 'empty'].includes(job.sources[name].state));
      if (isWhole) expect(packing(job, now).state).toBe('packing');
      else expect(() => packing(job, now)).toThrow(/all its sources/);
      expect(() => ready(job, { bytes: 1, hash: 'h' }, now)).toThrow(/packed/);
    }
  });
});

describe('holding a copy back', () => {
  const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

  it.each([
    'password-changed',
    'password-reset',
    'email-changed',
    'second-factor-on',
    'second-factor-off',
    'phone-changed',
  ])('lasts a day from %s', (action) => {
    expect(heldUntil([{ action, at: at(23) }], now)?.toISOString()).toBe('2026-03-01T11:00:00.000Z');
    expect(heldUntil([{ action, at: at(24) }], now)).toBeUndefined();
  });

  it('counts from the last change, and from nothing else', () => {
    const done = [at(20), at(2)].map((moment) => ({ action: 'email-changed', at: moment }));
    expect(heldUntil(done, now)?.toISOString()).toBe('2026-03-02T08:00:00.000Z');
    expect(heldUntil([{ action: 'session-begun', at: at(0) }], now)).toBeUndefined();
  });
});
