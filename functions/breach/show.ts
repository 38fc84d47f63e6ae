// GET /v1/staff/breaches/{breachId}
import { breachAudit } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachJobs } from '#stores/breaches/jobs.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { openDeliveryLists } from '#stores/delivery-lists.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { countNotices, type CountStores } from './count-notices.ts';
import { showBreachContract } from './contract.ts';
import { representBreach } from './represent.ts';

/** The stores that showing a breach uses. */
export interface ShowStores extends CountStores {
  breaches: Pick<BreachRegister, 'read'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Shows a breach with its clocks and counts. Who looked is written down before the answer leaves. */
export function show(stores: ShowStores): HttpHandler {
  return staffHttp(showBreachContract, stores, async ({ command: { path }, now, actor }) => {
    const breach = await stores.breaches.read(path.breachId);
    const counts = await countNotices(stores, breach);
    const audit = [breachAudit(breach.breachId, 'breach-read')];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    return answer(200, { ...representBreach(breach, now), ...(counts === undefined ? {} : { notices: { counts } }) });
  });
}

export const handler = show({
  breaches: openBreachRegister(),
  deliveryLists: openDeliveryLists(),
  jobs: openBreachJobs(),
  ledger: openLedger(),
  staff: openStaffMembers(),
});
