// GET /v1/staff/login-alerts
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLoginAlerts, type LoginAlerts } from '#stores/login-alerts.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { listAlertsContract } from './login-contract.ts';

/** The stores that listing alerts uses. */
export interface ListAlertsStores {
  alerts: Pick<LoginAlerts, 'page'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Lists logins that players denied. Who looked is written down before the answer leaves. */
export function listAlerts(stores: ListAlertsStores): HttpHandler {
  return staffHttp(listAlertsContract, stores, async ({ command: { query }, now, actor }) => {
    const { alerts, cursor } = await stores.alerts.page({ after: query.cursor, limit: query.limit }, now);
    const context = { count: alerts.length };
    const audit = [{ action: 'login-alerts-read', noun: 'login', nounId: 'alerts', context }];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    return answer(200, { alerts, cursor });
  });
}

export const handler = listAlerts({ alerts: openLoginAlerts(), ledger: openLedger(), staff: openStaffMembers() });
