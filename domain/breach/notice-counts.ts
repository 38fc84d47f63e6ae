import type { AffectedState } from './affected-person.ts';
import type { DeliveryState } from '../notification/delivery.ts';

/** How many affected people stand in each state; the sum is everybody on the list. */
export type NoticeCounts = Readonly<Record<AffectedState, number>>;

/** How far the telling came: everybody on the list, announced so far, and what mail events say of those taken up. */
export interface NoticeProgress {
  affectedCount: number;
  queuedCount: number;
  deliveries: Readonly<Record<DeliveryState, number>>;
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Counts people by state. A person counts once: who has a delivery is no longer queued. */
export function noticeCounts({ affectedCount, queuedCount, deliveries }: NoticeProgress): NoticeCounts {
  const queued = Math.max(0, queuedCount - sum(Object.values(deliveries)));
  return { listed: affectedCount - queuedCount, queued, ...deliveries };
}

/** States in which nothing more will happen by itself. */
const terminalStates: readonly DeliveryState[] = [
  'delivered',
  'bounced',
  'complained',
  'rejected',
  'suppressed',
  'withheld',
];

/** Whether everybody's mail has come to its end. */
export function isEverybodyTold({ affectedCount, queuedCount, deliveries }: NoticeProgress): boolean {
  return queuedCount === affectedCount && sum(terminalStates.map((state) => deliveries[state])) >= affectedCount;
}
