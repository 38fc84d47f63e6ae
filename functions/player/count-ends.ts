import { endOfMonth, monthForecast, monthsFrom, type MonthForecast } from '#domain/player/retention-forecast.ts';
import type { DueItem, DueList } from '#stores/due-list.ts';

/** What ends month by month, and in which month counting stopped because there is too much; null where all was counted. */
export interface CountedEnds {
  months: MonthForecast[];
  stoppedIn: string | null;
}

const pageItems = 500;
/** More than so many pages are not read for one answer. */
const pagesMax = 40;

/** Counts the ends on the due list from the month of a moment on, at most 20 000 of them. */
export async function countEnds(dueList: Pick<DueList, 'due'>, now: Date): Promise<CountedEnds> {
  const months: MonthForecast[] = [];
  let pagesLeft = pagesMax;
  for (const month of monthsFrom(now)) {
    const { details, pages, isComplete } = await countMonth(dueList, month, pagesLeft);
    months.push(monthForecast(month, details, isComplete));
    if (!isComplete) return { months, stoppedIn: month };
    pagesLeft -= pages;
  }
  return { months, stoppedIn: null };
}

async function countMonth(dueList: Pick<DueList, 'due'>, month: string, pagesLeft: number) {
  const details: string[] = [];
  let after: DueItem | undefined;
  for (let pages = 1; pages <= pagesLeft; pages += 1) {
    const items = await dueList.due('key-end', month, { by: endOfMonth(month), after, limit: pageItems });
    details.push(...items.map(({ detail }) => detail));
    if (items.length < pageItems) return { details, pages, isComplete: true };
    after = items.at(-1);
  }
  return { details, pages: pagesLeft, isComplete: false };
}
