// GET /v1/staff/retention/forecast
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { countEnds } from './count-ends.ts';
import { forecastRetentionContract } from './retention-contract.ts';

/** The stores that the forecast uses. */
export interface ForecastRetentionStores {
  dueList: Pick<DueList, 'due'>;
  staff: StaffMembers;
}

/** Shows staff what will end month by month: numbers only, nobody is named. */
export function forecastRetention(stores: ForecastRetentionStores): HttpHandler {
  return staffHttp(forecastRetentionContract, stores, async ({ now }) =>
    answer(200, { countedAt: now.toISOString(), ...(await countEnds(stores.dueList, now)) }),
  );
}

export const handler = forecastRetention({ dueList: openDueList(), staff: openStaffMembers() });
