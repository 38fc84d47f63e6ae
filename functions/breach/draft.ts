// POST /v1/staff/breaches
import { refused } from '#domain/decision.ts';
import { decideDraft } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachJobs, type BreachJobs } from '#stores/breaches/jobs.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { openIdempotency, type Idempotency } from '#stores/idempotency.ts';
import { newId } from '#stores/ids.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { draftBreachContract } from './contract.ts';
import { queueWork } from './queue-work.ts';
import { representBreach } from './represent.ts';

/** The stores that recording a breach uses. */
export interface DraftStores {
  breaches: Pick<BreachRegister, 'read' | 'recording'>;
  idempotency: Idempotency;
  jobs: Pick<BreachJobs, 'beginning'>;
  ledger: Ledger;
  queue: QueueSender;
  staff: StaffMembers;
}

/** Records a breach and has its list built. The same key and body answer the same breach for a day. */
export function draft(stores: DraftStores): HttpHandler {
  return staffHttp(draftBreachContract, stores, async ({ command: { body }, caller, now, actor, ...request }) => {
    const { staffId } = caller;
    const { route } = draftBreachContract;
    const command = { playerId: staffId, route, key: request.idempotencyKey, bodyHash: request.bodyHash };
    const known = await stores.idempotency.find(command, now);
    if (known === 'reused') return refused('idempotency-key-reused');
    if (known !== 'new') return answer(201, representBreach(await stores.breaches.read(known.resourceId), now));

    const decision = decideDraft(body, { breachId: newId(), listId: newId(), staffId, now });
    if (decision.outcome === 'refused') return decision;
    const breach = decision.result;
    const work = { work: 'breach-list', breachId: breach.breachId, listId: breach.listId } as const;
    await stores.ledger.commit({
      writes: [
        ...stores.breaches.recording(breach),
        ...stores.jobs.beginning(work, now),
        stores.idempotency.remembering(command, breach.breachId, now),
      ],
      audit: decision.audit,
      actor,
      now,
    });
    await queueWork(stores.queue, work);
    return answer(201, representBreach(breach, now));
  });
}

export const handler = draft({
  breaches: openBreachRegister(),
  idempotency: openIdempotency(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  queue: openQueue('breach-list'),
  staff: openStaffMembers(),
});
