// GET /v1/staff/policy-versions/{version}
import { policyAudit } from '#domain/policy/life-cycle.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPolicyJobs, type PolicyJob, type PolicyJobs } from '#stores/policies/jobs.ts';
import { openPolicyProposals, type PolicyProposals } from '#stores/policies/proposals.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { representProposed } from './represent-version.ts';
import { showProposalContract } from './version-contract.ts';

/** The stores that showing a version to staff uses. */
export interface ShowProposalStores {
  jobs: Pick<PolicyJobs, 'find'>;
  ledger: Ledger;
  proposals: Pick<PolicyProposals, 'read' | 'approvalsOf'>;
  published: Pick<PublishedVersions, 'text'>;
  staff: StaffMembers;
}

/** Shows a version with what an approval must name, and how far telling people has come. */
export function showProposal(stores: ShowProposalStores): HttpHandler {
  return staffHttp(showProposalContract, stores, async ({ command: { path, query }, now, actor }) => {
    const { version } = path;
    const { jurisdiction, language } = query;
    const [proposed, approvals, job] = await Promise.all([
      stores.proposals.read(version),
      stores.proposals.approvalsOf(version),
      stores.jobs.find({ version }),
    ]);
    const asksText = jurisdiction !== undefined && language !== undefined;
    const shown = asksText ? await stores.published.text(version, jurisdiction, language) : undefined;
    await stores.ledger.commit({ writes: [], audit: [policyAudit(version, 'policy-read')], actor, now });
    return answer(200, {
      ...representProposed(proposed, approvals),
      ...(shown === undefined ? {} : { text: shown.text }),
      ...(job === undefined ? {} : { announcement: representJob(job, now) }),
    });
  });
}

function representJob(job: PolicyJob, now: Date) {
  const isWaiting = job.state === 'running' && job.startsAt > now.toISOString();
  return {
    state: isWaiting ? ('waiting' as const) : job.state,
    startsAt: job.startsAt,
    visited: job.visitedCount,
    mailed: job.mailedCount,
    askedForConsent: job.consentCount,
    toAcknowledge: job.acknowledgeCount,
  };
}

export const handler = showProposal({
  jobs: openPolicyJobs(),
  ledger: openLedger(),
  proposals: openPolicyProposals(),
  published: openPublishedVersions(),
  staff: openStaffMembers(),
});
