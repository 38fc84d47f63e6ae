import type { Breach } from '#domain/breach/breach.ts';
import { clockState, runningClocks } from '#domain/breach/legal-clocks.ts';
import { regionSettings } from '#stores/settings.ts';
import { noticeHashOf } from './notice-hash.ts';

/** How the list of a breach stands. */
function representList({ listState, listHash, affectedCount, unreachableCount, affectedByJurisdiction }: Breach) {
  return {
    state: listState,
    hash: listHash,
    affectedCount,
    unreachableCount,
    byJurisdiction: affectedByJurisdiction && { ...affectedByJurisdiction },
  };
}

/** The legal clocks of a breach and how they stand. */
function representClocks(breach: Breach, now: Date) {
  return runningClocks(breach).map((clock) => ({
    ...clock,
    subjectsState: clockState(clock.subjectsBy, { notifiedAt: breach.notifiedAt, now }),
  }));
}

/** A breach in a list of them. */
export function representInList(breach: Breach, now: Date) {
  const { breachId, state, createdAt, awareAt } = breach;
  return { breachId, state, createdAt, awareAt, list: representList(breach), clocks: representClocks(breach, now) };
}

/** A breach as staff see it. */
export function representBreach(breach: Breach, now: Date) {
  const { version, texts, scope, approvedAt, notifyingAt, notifiedAt, withdrawnAt } = breach;
  return {
    ...representInList(breach, now),
    version,
    authors: [...breach.authors],
    texts,
    exposedFields: [...breach.exposedFields],
    scope,
    noticeHash: noticeHashOf(breach),
    approvalsRequired: regionSettings().breachApprovalsRequired,
    approvals: breach.approvals.map((approval) => ({ ...approval })),
    approvedAt,
    notifyingAt,
    notifiedAt,
    withdrawnAt,
  };
}
