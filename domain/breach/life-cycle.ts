import type { FieldName } from '#catalogue/index.ts';
import { accepted, refused, type AuditEntry, type Decision, type Refused } from '../decision.ts';
import type { Breach, BreachScope, BreachState, BreachTexts } from './breach.ts';
import { startLegalClocks } from './legal-clocks.ts';

/** What the author of a breach notice states. */
export interface BreachDraft {
  /** When it was reasonably certain that personal data was touched. */
  awareAt: string;
  texts: BreachTexts;
  exposedFields: readonly FieldName[];
  scope: BreachScope;
}

/** The part of a breach that a decision changes, and from which states it may. */
export interface BreachChange {
  from: readonly BreachState[];
  /** Attributes and their new values; undefined takes an attribute away. */
  set: Partial<Breach>;
}

/** The audit entry of a step of a breach notice. */
export function breachAudit(
  breachId: string,
  action: `breach-${string}`,
  context?: Readonly<Record<string, string | number>>,
): AuditEntry {
  return { action, noun: 'breach', nounId: breachId, ...(context === undefined ? {} : { context }) };
}

/** Records a breach: its clocks start, and its list of people must be built. */
export function decideDraft(
  draft: BreachDraft,
  by: { breachId: string; listId: string; staffId: string; now: Date },
): Decision<Breach> {
  const { breachId, listId, staffId, now } = by;
  if (draft.awareAt > now.toISOString()) {
    return refused('validation-failed', { errors: [{ pointer: '/awareAt', detail: 'Must not lie in the future.' }] });
  }
  const breach: Breach = {
    breachId,
    state: 'draft',
    version: 1,
    createdAt: now.toISOString(),
    ...draft,
    authors: [staffId],
    listId,
    listState: 'building',
    clocks: startLegalClocks(new Date(draft.awareAt)),
    approvals: [],
  };
  return accepted(breach, { audit: [breachAudit(breachId, 'breach-drafted', { listId })] });
}

const wrongState = (detail: string): Refused => refused('breach-state-refused', { detail });

/** What an edit may replace, each part as a whole. */
export interface BreachEdit {
  texts?: BreachTexts | undefined;
  exposedFields?: readonly FieldName[] | undefined;
  scope?: BreachScope | undefined;
}

/**
 * Edits a notice that is not being sent. Whoever writes becomes an author, given approvals are void, and other fields
 * or another scope need another list.
 */
export function decideEdit(
  breach: Breach,
  { version, texts, exposedFields, scope }: BreachEdit & { version: number },
  by: { staffId: string; listId: string },
): Decision<BreachChange> {
  if (breach.state !== 'draft' && breach.state !== 'approved') {
    return wrongState('Only a notice that is not being sent can be edited.');
  }
  if (breach.version !== version) return refused('state-changed');
  const needsList = exposedFields !== undefined || scope !== undefined;
  const change: BreachChange = {
    from: ['draft', 'approved'],
    set: {
      texts: texts ?? breach.texts,
      exposedFields: exposedFields ?? breach.exposedFields,
      scope: scope ?? breach.scope,
      state: 'draft',
      version: version + 1,
      authors: [...new Set([...breach.authors, by.staffId])],
      approvals: [],
      approvedAt: undefined,
      ...(needsList ? emptyList(by.listId) : {}),
    },
  };
  const context = { version: version + 1, approvalsVoided: breach.approvals.length };
  return accepted(change, { audit: [breachAudit(breach.breachId, 'breach-edited', context)] });
}

const emptyList = (listId: string): Partial<Breach> => ({
  listId,
  listState: 'building',
  listHash: undefined,
  affectedCount: undefined,
  unreachableCount: undefined,
  affectedByJurisdiction: undefined,
});

/** Withdraws a draft. Its record stays. */
export function decideWithdrawal(breach: Breach, now: Date): Decision<BreachChange> {
  if (breach.state !== 'draft') return wrongState('Only a draft can be withdrawn.');
  const set = { state: 'withdrawn', version: breach.version + 1, withdrawnAt: now.toISOString() } as const;
  return accepted({ from: ['draft'], set }, { audit: [breachAudit(breach.breachId, 'breach-withdrawn')] });
}

/** An approval on its way: who gives it, to which hash of words and list, and what that hash is now. */
export interface ApprovalCircumstances {
  staffId: string;
  shownHash: string;
  presentHash: string | undefined;
  approvalsRequired: number;
  now: Date;
}

/** Approves exactly the words and the list that the approver was shown. Never by somebody who wrote them (C70). */
export function decideApproval(breach: Breach, circumstances: ApprovalCircumstances): Decision<BreachChange> {
  const { staffId, shownHash, presentHash, approvalsRequired, now } = circumstances;
  if (breach.state !== 'draft') return wrongState('Only a draft can be approved.');
  if (breach.authors.includes(staffId)) return refused('breach-author-approving');
  if (presentHash === undefined) return refused('breach-list-building');
  if (shownHash !== presentHash) return refused('breach-notice-changed');
  if (breach.approvals.some((approval) => approval.staffId === staffId)) {
    return wrongState('You have approved this notice already.');
  }
  const approvals = [...breach.approvals, { staffId, approvedAt: now.toISOString() }];
  const isEnough = approvals.length >= approvalsRequired;
  const change: BreachChange = {
    from: ['draft'],
    set: {
      approvals,
      version: breach.version + 1,
      ...(isEnough ? { state: 'approved', approvedAt: now.toISOString() } : {}),
    },
  };
  const context = { noticeHash: presentHash, approvals: approvals.length };
  return accepted(change, { audit: [breachAudit(breach.breachId, 'breach-approved', context)] });
}

/** Starts telling people. */
export function decideNotifying(breach: Breach, noticeHash: string | undefined, now: Date): Decision<BreachChange> {
  if (breach.state !== 'approved' || noticeHash === undefined) {
    return wrongState('Only an approved notice can be sent.');
  }
  const set = { state: 'notifying', version: breach.version + 1, notifyingAt: now.toISOString() } as const;
  const audit = [breachAudit(breach.breachId, 'breach-notifying', { noticeHash })];
  return accepted({ from: ['approved'], set }, { audit });
}

/** Everybody's mail has come to its end. */
export function decideNotified(breachId: string, now: Date): { change: BreachChange; audit: AuditEntry[] } {
  const set = { state: 'notified', notifiedAt: now.toISOString() } as const;
  return { change: { from: ['notifying'], set }, audit: [breachAudit(breachId, 'breach-notified')] };
}
