// PATCH /v1/staff/breaches/{breachId}
import { decideEdit } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachJobs, type BreachJobs } from '#stores/breaches/jobs.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { newId } from '#stores/ids.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { editBreachContract } from './contract.ts';
import { queueWork } from './queue-work.ts';
import { representBreach } from './represent.ts';

/** The stores that editing a notice uses. */
export interface EditStores {
  breaches: Pick<BreachRegister, 'read' | 'changing'>;
  jobs: Pick<BreachJobs, 'beginning'>;
  ledger: Ledger;
  queue: QueueSender;
  staff: StaffMembers;
}

/** Edits a notice that is not being sent; other fields or another scope have the list built anew. */
export function edit(stores: EditStores): HttpHandler {
  return staffHttp(editBreachContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const breach = await stores.breaches.read(path.breachId);
    const decision = decideEdit(breach, body, { staffId: caller.staffId, listId: newId() });
    if (decision.outcome === 'refused') return decision;
    const edited = { ...breach, ...decision.result.set };
    const work = { work: 'breach-list', breachId: breach.breachId, listId: edited.listId } as const;
    const needsList = edited.listId !== breach.listId;
    await stores.ledger.commit({
      writes: [
        stores.breaches.changing(breach, decision.result),
        ...(needsList ? stores.jobs.beginning(work, now) : []),
      ],
      audit: decision.audit,
      actor,
      now,
    });
    if (needsList) await queueWork(stores.queue, work);
    return answer(200, representBreach(edited, now));
  });
}

export const handler = edit({
  breaches: openBreachRegister(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  queue: openQueue('breach-list'),
  staff: openStaffMembers(),
});
