// POST /v1/staff/breaches/{breachId}/withdrawal
import { decideWithdrawal } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { withdrawBreachContract } from './contract.ts';
import { representBreach } from './represent.ts';

/** The stores that withdrawing a draft uses. */
export interface WithdrawStores {
  breaches: Pick<BreachRegister, 'read' | 'changing'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Withdraws a draft. */
export function withdraw(stores: WithdrawStores): HttpHandler {
  return staffHttp(withdrawBreachContract, stores, async ({ command: { path }, now, actor }) => {
    const breach = await stores.breaches.read(path.breachId);
    const decision = decideWithdrawal(breach, now);
    if (decision.outcome === 'refused') return decision;
    const writes = [stores.breaches.changing(breach, decision.result)];
    await stores.ledger.commit({ writes, audit: decision.audit, actor, now });
    return answer(200, representBreach({ ...breach, ...decision.result.set }, now));
  });
}

export const handler = withdraw({ breaches: openBreachRegister(), ledger: openLedger(), staff: openStaffMembers() });
