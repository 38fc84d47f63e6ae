import type { Breach } from '#domain/breach/breach.ts';
import { noticeCounts, type NoticeCounts, type NoticeProgress } from '#domain/breach/notice-counts.ts';
import type { BreachJobs } from '#stores/breaches/jobs.ts';
import type { DeliveryLists } from '#stores/delivery-lists.ts';

/** The stores that counting notices uses. */
export interface CountStores {
  deliveryLists: Pick<DeliveryLists, 'tally'>;
  jobs: Pick<BreachJobs, 'find'>;
}

/** How far the telling of a breach came; undefined before it began. */
export async function readProgress(
  { deliveryLists, jobs }: CountStores,
  { breachId, listId, affectedCount, notifyingAt }: Breach,
): Promise<NoticeProgress | undefined> {
  if (notifyingAt === undefined || affectedCount === undefined) return undefined;
  const [deliveries, job] = await Promise.all([
    deliveryLists.tally(breachId),
    jobs.find({ work: 'breach-notice', breachId, listId }),
  ]);
  // A job is forgotten after a year; by then everybody has been announced.
  return { affectedCount, queuedCount: job?.peopleCount ?? affectedCount, deliveries };
}

/** How many people stand in which state; undefined before anybody is told. */
export async function countNotices(stores: CountStores, breach: Breach): Promise<NoticeCounts | undefined> {
  const progress = await readProgress(stores, breach);
  return progress && noticeCounts(progress);
}
