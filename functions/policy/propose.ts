// POST /v1/staff/policy-versions
import { createHash } from 'node:crypto';
import { jurisdictions } from '#catalogue/jurisdictions/index.ts';
import { noticeFor } from '#catalogue/readers/notice.ts';
import { catalogueDigest } from '#catalogue/readers/policy-digest.ts';
import { refused } from '#domain/decision.ts';
import type { PolicyDigest } from '#domain/policy/changes-between.ts';
import { approvableVersion, decideProposal } from '#domain/policy/life-cycle.ts';
import type { VersionContent } from '#domain/policy/version.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPolicyProposals, type PolicyProposals } from '#stores/policies/proposals.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { noticeHashes, regionSettings } from '#stores/settings.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { representProposed } from './represent-version.ts';
import { proposeVersionContract } from './version-contract.ts';

/** The stores that proposing a version uses. */
export interface ProposeStores {
  ledger: Ledger;
  proposals: Pick<PolicyProposals, 'newest' | 'digestOf' | 'proposing'>;
  published: Pick<PublishedVersions, 'newest'>;
  staff: StaffMembers;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const languages = ['en', 'id'] as const;

/** Every text of the deployed catalogue with its hash. Throws where a person was shown another one by the settings. */
function presentTexts() {
  const [{ region }, hashes] = [regionSettings(), noticeHashes()];
  return Object.values(jurisdictions).flatMap((jurisdiction) =>
    languages.map((language) => {
      const text = JSON.stringify(noticeFor(jurisdiction, language, region));
      const textHash = sha256(text);
      if (hashes[jurisdiction.code]?.[language] !== textHash)
        throw new Error('The notice is not the one whose hash this region gives out');
      return { jurisdiction: jurisdiction.code, language, text, textHash };
    }),
  );
}

/** Proposes the deployed catalogue as the next version of the policy. */
export function propose(stores: ProposeStores): HttpHandler {
  return staffHttp(proposeVersionContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const [newest, published] = await Promise.all([stores.proposals.newest(), stores.published.newest()]);
    const last = published && { published, digest: await stores.proposals.digestOf(published.version) };
    const digest: PolicyDigest = { ...catalogueDigest(), texts: noticeHashes() };
    const version = (newest?.version ?? 0) + 1;
    const decision = decideProposal(body, { last, digest, version, staffId: caller.staffId, now });
    if (decision.outcome === 'refused') return decision;
    const proposed = { ...decision.result, policyHash: sha256(approvableVersion(decision.result, digest)) };
    const isWaiting = newest !== undefined && newest.version > (published?.version ?? 0);
    if (isWaiting && saysTheSame(newest, proposed))
      return refused('policy-state-refused', { detail: `Version ${newest.version} says the same and waits.` });
    await stores.ledger.commit({
      writes: stores.proposals.proposing(proposed, digest, presentTexts()),
      audit: decision.audit,
      actor,
      now,
    });
    return answer(201, representProposed(proposed, []));
  });
}

/** Whether two proposals say the same, whatever their numbers are. DynamoDB keeps no order of members. */
function saysTheSame(one: VersionContent, other: VersionContent): boolean {
  const said = ({ kind, summary, effectiveFrom, textHashes }: VersionContent) => {
    const hashes = Object.entries(textHashes).map(([code, { en, id }]) => [code, en, id].join());
    return JSON.stringify([kind, summary.en, summary.id, effectiveFrom, hashes.toSorted()]);
  };
  return said(one) === said(other);
}

export const handler = propose({
  ledger: openLedger(),
  proposals: openPolicyProposals(),
  published: openPublishedVersions(),
  staff: openStaffMembers(),
});
