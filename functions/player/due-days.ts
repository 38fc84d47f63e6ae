import type { Work } from '#functions/edge/queue.ts';
import type { DueItem, DueKind, DueList } from '#stores/due-list.ts';

/** Bounds of one run; what is left waits for the next, where the cursor stands. */
const daysMax = 4000;
const dayPagesMax = 100;
const pageItems = 100;
const reserveMilliseconds = 30_000;
const dayMilliseconds = 86_400_000;

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
const dayAfter = (day: string) => dayOf(new Date(Date.parse(day) + dayMilliseconds));

/**
 * Handles everything due on each day from where the last run stopped up to today, and remembers how far it came.
 * Today stays open, since more of it may fall due. Without a cursor it begins a week ago, before anything was due.
 */
export async function walkDueDays(
  dueList: DueList,
  { kind, work }: { kind: DueKind; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<void> {
  const today = dayOf(work.now);
  let day = (await dueList.firstOpenDay(kind)) ?? dayOf(new Date(work.now.getTime() - 7 * dayMilliseconds));
  for (let walked = 0; walked < daysMax && day <= today; walked += 1) {
    if (!(await finishDay(dueList, { kind, day, work }, handleOne))) break;
    if (day === today) break;
    day = dayAfter(day);
  }
  await dueList.setFirstOpenDay(kind, day);
}

/** Handles one day; answers whether all of it was handled before the time ran short. */
async function finishDay(
  dueList: DueList,
  { kind, day, work }: { kind: DueKind; day: string; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<boolean> {
  for (let page = 0; page < dayPagesMax; page += 1) {
    const items = await dueList.on(kind, day, pageItems);
    if (items.length === 0) return true;
    const due = items.filter(({ dueAt }) => dueAt <= work.now.toISOString());
    if (due.length === 0) return true;
    for (const item of due) {
      if (work.remainingMilliseconds() < reserveMilliseconds) return false;
      await handleOne(item);
      await dueList.remove(item);
    }
  }
  return false;
}
