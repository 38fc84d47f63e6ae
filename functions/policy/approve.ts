// POST /v1/staff/policy-versions/{version}/approvals
import { decidePolicyApproval } from '#domain/policy/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPolicyJobs, type PolicyJobs } from '#stores/policies/jobs.ts';
import { openPolicyProposals, type PolicyProposals } from '#stores/policies/proposals.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { queueAnnouncement } from './queue-announcement.ts';
import { representProposed } from './represent-version.ts';
import { approveVersionContract } from './version-contract.ts';

/** The stores that approving a version uses. */
export interface ApproveStores {
  jobs: Pick<PolicyJobs, 'beginning'>;
  ledger: Ledger;
  proposals: Pick<PolicyProposals, 'read' | 'publishing'>;
  published: Pick<PublishedVersions, 'newest'>;
  queue: QueueSender;
  staff: StaffMembers;
}

/** Publishes the version that the approver was shown; the job that tells people of it begins in the same transaction. */
export function approve(stores: ApproveStores): HttpHandler {
  return staffHttp(approveVersionContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const { staffId } = caller;
    const [proposed, newest] = await Promise.all([stores.proposals.read(path.version), stores.published.newest()]);
    const circumstances = { staffId, shownHash: body.policyHash, lastPublished: newest?.version ?? 0, now };
    const decision = decidePolicyApproval(proposed, circumstances);
    if (decision.outcome === 'refused') return decision;
    const published = decision.result;
    const approval = { staffId, approvedAt: published.publishedAt };
    await stores.ledger.commit({
      writes: [...stores.proposals.publishing(published, proposed, approval), ...stores.jobs.beginning(published, now)],
      audit: decision.audit,
      actor,
      now,
    });
    if (published.kind === 'material') await queueAnnouncement(stores.queue, published.version);
    return answer(200, representProposed(proposed, [approval]));
  });
}

export const handler = approve({
  jobs: openPolicyJobs(),
  ledger: openLedger(),
  proposals: openPolicyProposals(),
  published: openPublishedVersions(),
  queue: openQueue('policy-announcement'),
  staff: openStaffMembers(),
});
