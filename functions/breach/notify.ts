// POST /v1/staff/breaches/{breachId}/notifications
import { decideNotifying } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachJobs, type BreachJobs } from '#stores/breaches/jobs.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { publishingNotice } from '#stores/breach-notices.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { notifyBreachContract } from './contract.ts';
import { noticeHashOf } from './notice-hash.ts';
import { queueWork } from './queue-work.ts';
import { representBreach } from './represent.ts';

/** The stores that starting to tell people uses. */
export interface NotifyStores {
  breaches: Pick<BreachRegister, 'read' | 'changing'>;
  jobs: Pick<BreachJobs, 'beginning'>;
  ledger: Ledger;
  queue: QueueSender;
  staff: StaffMembers;
}

/** Starts telling people: the approved words become the ones that are sent, and the sending job begins. */
export function notify(stores: NotifyStores): HttpHandler {
  return staffHttp(notifyBreachContract, stores, async ({ command: { path }, now, actor }) => {
    const breach = await stores.breaches.read(path.breachId);
    const noticeHash = noticeHashOf(breach);
    const decision = decideNotifying(breach, noticeHash, now);
    if (decision.outcome === 'refused') return decision;
    const work = { work: 'breach-notice', breachId: breach.breachId, listId: breach.listId } as const;
    await stores.ledger.commit({
      writes: [
        stores.breaches.changing(breach, decision.result),
        publishingNotice(breach, noticeHash ?? '', now),
        ...stores.jobs.beginning(work, now),
      ],
      audit: decision.audit,
      actor,
      now,
    });
    await queueWork(stores.queue, work);
    return answer(202, representBreach({ ...breach, ...decision.result.set }, now));
  });
}

export const handler = notify({
  breaches: openBreachRegister(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  queue: openQueue('breach-notice'),
  staff: openStaffMembers(),
});
