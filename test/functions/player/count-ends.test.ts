import { describe, expect, it } from 'vitest';
import { countEnds } from '#functions/player/count-ends.ts';
import type { DueItem } from '#stores/due-list.ts';

const now = new Date('2028-02-10T00:00:00Z');

/** A due list with so many ends in each month; it answers in pages and remembers how many were asked for. */
function listOf(counts: Readonly<Record<string, number>>) {
  let pages = 0;
  return {
    pagesRead: () => pages,
    due: async (_kind: string, month: string, { after, limit }: { after?: DueItem | undefined; limit: number }) => {
      pages += 1;
      const from = after === undefined ? 0 : Number(after.sk) + 1;
      const length = Math.min(limit, Math.max(0, (counts[month] ?? 0) - from));
      return Array.from({ length }, (_, index) => ({
        pk: month,
        sk: String(from + index),
        subjectId: 'somebody',
        detail: (from + index) % 2 === 0 ? 'kyc' : 'financial',
      }));
    },
  };
}

describe('counting what ends', () => {
  it('goes through 24 months, page by page, and counts each end once', async () => {
    const { months, stoppedIn } = await countEnds(listOf({ '2028-02': 1, '2028-03': 1001, '2030-01': 4 }), now);
    expect(stoppedIn).toBeNull();
    expect(months).toHaveLength(24);
    expect(months.filter(({ keys }) => keys > 0).map(({ month, keys }) => [month, keys])).toEqual([
      ['2028-02', 1],
      ['2028-03', 1001],
      ['2030-01', 4],
    ]);
    expect(months[1]?.classes).toMatchObject({ kyc: 501, financial: 500, identity: 0 });
  });

  it('counts a month whose ends fill a page exactly', async () => {
    const { months } = await countEnds(listOf({ '2028-02': 500 }), now);
    expect(months[0]).toMatchObject({ keys: 500, isComplete: true });
  });

  it('stops after 20 000, says in which month, and shows none behind it', async () => {
    const list = listOf({ '2028-02': 10, '2028-04': 1_000_000 });
    const { months, stoppedIn } = await countEnds(list, now);
    expect(stoppedIn).toBe('2028-04');
    expect(months.map(({ month, isComplete }) => [month, isComplete])).toEqual([
      ['2028-02', true],
      ['2028-03', true],
      ['2028-04', false],
    ]);
    expect(list.pagesRead()).toBe(40);
  });

  it('stops as well where the pages are used up at the end of a month', async () => {
    const { months, stoppedIn } = await countEnds(listOf({ '2028-02': 39 * 500 + 1 }), now);
    expect(stoppedIn).toBe('2028-03');
    expect(months.at(-1)).toMatchObject({ keys: 0, isComplete: false });
  });
});
