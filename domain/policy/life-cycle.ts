import type { Words } from '#catalogue/words.ts';
import { accepted, refused, type AuditEntry, type Decision, type Refused } from '../decision.ts';
import { aboutOf, weightOf, weightOfAll, type PolicyChange } from './change.ts';
import { changeWords } from './change-words.ts';
import { changesBetween, type PolicyDigest } from './changes-between.ts';
import type { ProposedVersion, PublishedVersion, VersionKind } from './version.ts';

/** What the author of a version states. */
export interface PolicyDraft {
  kind: VersionKind;
  summary: Words;
  /** RFC 3339, UTC. */
  effectiveFrom: string;
}

/** The audit entry of a step of a version. */
export function policyAudit(
  version: number,
  action: `policy-${string}`,
  context?: Readonly<Record<string, string | number>>,
): AuditEntry {
  return { action, noun: 'policy', nounId: String(version), ...(context === undefined ? {} : { context }) };
}

/** What a proposal is compared with and begun from. */
export interface ProposalCircumstances {
  /** What holds now, with the digest that it was published with; undefined before the first version. */
  last: { published: PublishedVersion; digest: PolicyDigest } | undefined;
  /** The present catalogue. */
  digest: PolicyDigest;
  /** The number that the proposal gets. */
  version: number;
  staffId: string;
  now: Date;
}

/** A proposal before it is hashed. */
export type UnhashedVersion = Omit<ProposedVersion, 'policyHash'>;

const wrongState = (detail: string): Refused => refused('policy-state-refused', { detail });
const wrongDay = (detail: string): Refused =>
  refused('validation-failed', { errors: [{ pointer: '/effectiveFrom', detail }] });

/** So many days ahead at most: what waits longer is proposed later. */
const aheadDaysMax = 180;

function refuseDay({ effectiveFrom }: PolicyDraft, { last, now }: ProposalCircumstances): Refused | undefined {
  const latest = new Date(now.getTime() + aheadDaysMax * 86_400_000).toISOString();
  if (effectiveFrom < now.toISOString()) return wrongDay('Must not lie in the past.');
  if (effectiveFrom > latest) return wrongDay(`Must not lie more than ${aheadDaysMax} days ahead.`);
  const isBefore = last !== undefined && effectiveFrom < last.published.effectiveFrom;
  return isBefore ? wrongDay('Must not lie before the version that it follows.') : undefined;
}

/** Who calls a material change minor is told which of the changes are not (C88). */
function refuseKind(
  { kind }: PolicyDraft,
  changes: readonly PolicyChange[],
  last: ProposalCircumstances['last'],
): Refused | undefined {
  if (last === undefined) return kind === 'initial' ? undefined : wrongState('The first version must be initial.');
  if (kind === 'initial') return wrongState('There is a first version already.');
  if (changes.length === 0) return refused('policy-unchanged');
  if (kind === 'material' || weightOfAll(changes) === 'minor') return undefined;
  const material = changes.filter((change) => weightOf(change) === 'material');
  const errors = material.map((change) => ({ pointer: '/kind', detail: `${change.kind}: ${aboutOf(change)}` }));
  return refused('policy-change-material', { errors });
}

/** Proposes the present catalogue as the next version. A minor change may be called material, never the reverse. */
export function decideProposal(draft: PolicyDraft, circumstances: ProposalCircumstances): Decision<UnhashedVersion> {
  const { last, digest, version, staffId, now } = circumstances;
  const changes = last === undefined ? [] : changesBetween(last.digest, digest);
  const refusal = refuseDay(draft, circumstances) ?? refuseKind(draft, changes, last);
  if (refusal !== undefined) return refusal;
  const versions = { before: last?.digest ?? digest, after: digest };
  const proposed: UnhashedVersion = {
    version,
    basedOn: last?.published.version ?? 0,
    ...draft,
    changes,
    changeLines: { en: changeWords(versions, changes, 'en'), id: changeWords(versions, changes, 'id') },
    textHashes: digest.texts,
    authors: [staffId],
    createdAt: now.toISOString(),
  };
  const context = { kind: draft.kind, changes: changes.length };
  return accepted(proposed, { audit: [policyAudit(version, 'policy-proposed', context)] });
}

/** Everything that an approval is bound to, in one order: who wrote it and when is no part of what it says. */
export function approvableVersion(said: Omit<UnhashedVersion, 'authors' | 'createdAt'>, digest: PolicyDigest): string {
  const { version, basedOn, kind, effectiveFrom, summary, changes, changeLines, textHashes } = said;
  return JSON.stringify({ version, basedOn, kind, effectiveFrom, summary, changes, changeLines, textHashes, digest });
}

/** An approval on its way. */
export interface PolicyApprovalCircumstances {
  staffId: string;
  /** The hash that the approver was shown. */
  shownHash: string;
  /** The newest version that was published; 0 when there is none. */
  lastPublished: number;
  now: Date;
}

/** Approves exactly what the approver was shown. Never by somebody who wrote it, and never behind another version. */
export function decidePolicyApproval(
  proposed: ProposedVersion,
  { staffId, shownHash, lastPublished, now }: PolicyApprovalCircumstances,
): Decision<PublishedVersion> {
  if (proposed.authors.includes(staffId)) return refused('policy-author-approving');
  if (shownHash !== proposed.policyHash) return refused('policy-version-changed');
  if (lastPublished >= proposed.version) return wrongState('This version or a later one was published already.');
  if (lastPublished !== proposed.basedOn) return wrongState('Another version was published since this was proposed.');
  const at = now.toISOString();
  if (proposed.effectiveFrom < at) return wrongState('Its day has come without an approval: propose it anew.');
  const { version, kind, summary, changeLines, effectiveFrom, textHashes } = proposed;
  const published = { version, kind, summary, changeLines, effectiveFrom, textHashes, publishedAt: at };
  const audit = [policyAudit(version, 'policy-approved', { policyHash: shownHash, kind })];
  return accepted(published, { audit });
}
