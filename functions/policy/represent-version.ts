import { aboutOf, weightOf } from '#domain/policy/change.ts';
import type { ProposedVersion, PublishedVersion, VersionContent } from '#domain/policy/version.ts';
import type { PolicyApproval } from '#stores/policies/proposals.ts';

function representContent({ version, kind, effectiveFrom, summary, changeLines, textHashes }: VersionContent) {
  const changes = { en: [...changeLines.en], id: [...changeLines.id] };
  return { version, kind, effectiveFrom, summary, changes, textHashes };
}

/** A version as everybody may see it. */
export function representPublished(published: PublishedVersion) {
  return { ...representContent(published), publishedAt: published.publishedAt };
}

/** A version as staff see it. */
export function representProposed(proposed: ProposedVersion, approvals: readonly PolicyApproval[]) {
  const { basedOn, createdAt, authors, policyHash, changes } = proposed;
  return {
    ...representContent(proposed),
    state: approvals.length === 0 ? ('proposed' as const) : ('published' as const),
    basedOn,
    createdAt,
    authors: [...authors],
    approvals: [...approvals],
    policyHash,
    differences: changes.map((change) => ({ kind: change.kind, about: aboutOf(change), weight: weightOf(change) })),
  };
}
