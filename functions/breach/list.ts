// GET /v1/staff/breaches
import { breachAudit } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { listBreachesContract } from './contract.ts';
import { representInList } from './represent.ts';

/** The stores that listing breaches uses. */
export interface ListStores {
  breaches: Pick<BreachRegister, 'page'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Lists breaches. Who looked is written down before the answer leaves. */
export function list(stores: ListStores): HttpHandler {
  return staffHttp(listBreachesContract, stores, async ({ command: { query }, now, actor }) => {
    const page = await stores.breaches.page({ after: query.cursor, limit: query.limit });
    const audit = [breachAudit('register', 'breach-register-read', { count: page.breaches.length })];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    return answer(200, {
      breaches: page.breaches.map((breach) => representInList(breach, now)),
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    });
  });
}

export const handler = list({ breaches: openBreachRegister(), ledger: openLedger(), staff: openStaffMembers() });
