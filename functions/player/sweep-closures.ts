// Every quarter of an hour: closures that nobody can undo any more
import { walkDueMonths } from '#functions/edge/due-months.ts';
import { scheduleHandler, type ScheduleHandler } from '#functions/edge/queue.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';

/** The stores that the sweep uses. */
export interface SweepClosuresStores {
  closures: QueueSender;
  dueList: DueList;
}

/**
 * Hands accounts whose closing moment has come to the closure worker. The legal deadline is a day later at least
 * (`closesAtFor`), so that a run that fails is made good many times over before it matters.
 */
export function sweepClosures(stores: SweepClosuresStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    const failures = await walkDueMonths(stores.dueList, { kind: 'closure', work }, ({ subjectId }) =>
      stores.closures.send([{ subjectId }]),
    );
    if (failures > 0) throw new Error('Some closures that were due could not be handed on');
  });
}

export const handler = sweepClosures({ closures: openQueue('closure'), dueList: openDueList() });
