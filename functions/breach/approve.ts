// POST /v1/staff/breaches/{breachId}/approvals
import { decideApproval } from '#domain/breach/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBreachRegister, type BreachRegister } from '#stores/breaches/register.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { regionSettings } from '#stores/settings.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { approveBreachContract } from './contract.ts';
import { noticeHashOf } from './notice-hash.ts';
import { representBreach } from './represent.ts';

/** The stores that approving a notice uses. */
export interface ApproveStores {
  breaches: Pick<BreachRegister, 'read' | 'changing'>;
  ledger: Ledger;
  staff: StaffMembers;
}

/** Approves the words and the list that the approver was shown. */
export function approve(stores: ApproveStores): HttpHandler {
  return staffHttp(approveBreachContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const breach = await stores.breaches.read(path.breachId);
    const decision = decideApproval(breach, {
      staffId: caller.staffId,
      shownHash: body.noticeHash,
      presentHash: noticeHashOf(breach),
      approvalsRequired: regionSettings().breachApprovalsRequired,
      now,
    });
    if (decision.outcome === 'refused') return decision;
    const writes = [stores.breaches.changing(breach, decision.result)];
    await stores.ledger.commit({ writes, audit: decision.audit, actor, now });
    return answer(200, representBreach({ ...breach, ...decision.result.set }, now));
  });
}

export const handler = approve({ breaches: openBreachRegister(), ledger: openLedger(), staff: openStaffMembers() });
