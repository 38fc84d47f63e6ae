import type { DueItem, DueKind, DueList } from '#stores/due-list.ts';
import { logDefect } from './log.ts';
import type { Work } from './queue.ts';

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

/** What a run made of one month. */
interface MonthWalk {
  failures: number;
  /** Whether time ran short before everything due was looked at. */
  isCutShort: boolean;
}

/**
 * Handles everything that is due by now, month by month from the first that is not done, and remembers which that is.
 * What fails is logged, stays due and stops nothing else; the count of failures is answered. The present month stays
 * open, since more of it will fall due. Without a cursor it begins a month ago, before anything was due.
 */
export async function walkDueMonths(
  dueList: DueList,
  { kind, work }: { kind: DueKind; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<number> {
  const present = monthOf(work.now);
  let month = (await dueList.firstOpenMonth(kind)) ?? monthOf(new Date(work.now.getTime() - 31 * 86_400_000));
  let firstOpen: string | undefined;
  let failures = 0;
  for (let walked = 0; walked < monthsMax; walked += 1) {
    const walk = await walkMonth(dueList, { kind, month, work }, handleOne);
    failures += walk.failures;
    if (walk.failures > 0 || walk.isCutShort) firstOpen ??= month;
    if (walk.isCutShort || month >= present) break;
    month = monthAfter(month);
  }
  await dueList.setFirstOpenMonth(kind, firstOpen ?? month);
  return failures;
}

async function walkMonth(
  dueList: DueList,
  { kind, month, work }: { kind: DueKind; month: string; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<MonthWalk> {
  let failures = 0;
  let after: DueItem | undefined;
  for (let page = 0; page < monthPagesMax; page += 1) {
    const items = await dueList.due(kind, month, { by: work.now, after, limit: pageItems });
    if (items.length === 0) return { failures, isCutShort: false };
    for (const item of items) {
      if (work.remainingMilliseconds() < reserveMilliseconds) return { failures, isCutShort: true };
      if (!(await isHandled(dueList, { item, work }, handleOne))) failures += 1;
    }
    after = items.at(-1);
  }
  return { failures, isCutShort: true };
}

async function isHandled(
  dueList: DueList,
  { item, work }: { item: DueItem; work: Work },
  handleOne: (item: DueItem) => Promise<void>,
): Promise<boolean> {
  try {
    await handleOne(item);
    await dueList.remove(item);
    return true;
  } catch (error) {
    logDefect(error, { requestId: work.actor.requestId, subjectId: item.subjectId });
    return false;
  }
}
