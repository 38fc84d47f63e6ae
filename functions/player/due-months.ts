import type { Work } from '#functions/edge/queue.ts';
import type { DueItem, DueKind, DueList } from '#stores/due-list.ts';

/** Bounds of one run; what is left waits for the next, where the cursor stands. */
const monthsMax = 240;
const monthPagesMax = 1000;
const pageItems = 100;
const reserveMilliseconds = 30_000;

const monthOf = (moment: Date) => moment.toISOString().slice(0, 7);

function monthAfter(month: string): string {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return monthOf(next);
}

/**
 * Handles everything that is due by now, month by month from where the last run stopped, and remembers how far it came.
 * The present month stays open, since more of it will fall due. Without a cursor it begins a month ago, before anything
 * was due.
 */
export async function walkDueMonths(
  dueList: DueList,
  { kind, work }: { kind: DueKind; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<void> {
  const present = monthOf(work.now);
  let month = (await dueList.firstOpenMonth(kind)) ?? monthOf(new Date(work.now.getTime() - 31 * 86_400_000));
  for (let walked = 0; walked < monthsMax; walked += 1) {
    const finished = await finishMonth(dueList, { kind, month, work }, handleOne);
    if (!finished || month >= present) break;
    month = monthAfter(month);
  }
  await dueList.setFirstOpenMonth(kind, month);
}

/** Handles what is due of one month; answers whether all of it was handled before the time ran short. */
async function finishMonth(
  dueList: DueList,
  { kind, month, work }: { kind: DueKind; month: string; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<boolean> {
  for (let page = 0; page < monthPagesMax; page += 1) {
    const items = await dueList.due(kind, month, { by: work.now, limit: pageItems });
    if (items.length === 0) return true;
    for (const item of items) {
      if (work.remainingMilliseconds() < reserveMilliseconds) return false;
      await handleOne(item);
      await dueList.remove(item);
    }
  }
  return false;
}
