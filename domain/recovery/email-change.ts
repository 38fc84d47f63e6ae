import type { ChangeRecord, DomainEvent } from '../decision.ts';

/** A change of address, from being asked for until it can no longer be undone. */
export interface EmailChangeTimes {
  changeId: string;
  /** When the new address took the place of the one before; absent until then. */
  confirmedAt?: string | undefined;
}

/** Which player's change of address something is about. */
export interface ChangeOfPlayer {
  playerId: string;
  changeId: string;
}

/**
 * The changes whose way back ends when an earlier one is undone: whoever replaced an address may have replaced it again,
 * and would otherwise undo the undoing. What was changed before stays undoable.
 */
export function undoneWith<Change extends EmailChangeTimes>(undone: Change, all: readonly Change[]): Change[] {
  const { changeId, confirmedAt = '' } = undone;
  return all.filter((other) => other.changeId !== changeId && (other.confirmedAt ?? '') >= confirmedAt);
}

const about = ({ playerId, changeId }: ChangeOfPlayer) => ({ noun: 'player', nounId: playerId, context: { changeId } });

/** A player asked for another address. The present one is told at once; `mailed` asks the new one, if it may be written to. */
export function emailChangeRequested(change: ChangeOfPlayer): ChangeRecord & { mailed: readonly DomainEvent[] } {
  const { playerId: subjectId, changeId: recordId } = change;
  return {
    audit: [{ action: 'email-change-requested', ...about(change), subjectId }],
    events: [{ type: 'email-change-announced', subjectId, recordId }],
    mailed: [{ type: 'email-change-requested', subjectId, recordId }],
  };
}

/** The new address was proved and took the place of the one before: both are told, and the one before can undo it. */
export function emailChanged(change: ChangeOfPlayer): ChangeRecord {
  const { playerId: subjectId, changeId: recordId } = change;
  return {
    audit: [{ action: 'email-changed', ...about(change), subjectId }],
    events: [
      { type: 'email-changed', subjectId, recordId },
      { type: 'email-change-confirmed', subjectId, recordId },
    ],
  };
}

/** Whoever reads the address before undid the change; the password no longer opens the account. */
export function emailChangeReverted(change: ChangeOfPlayer): ChangeRecord {
  const { playerId: subjectId, changeId: recordId } = change;
  return {
    audit: [{ action: 'email-change-reverted', ...about(change), subjectId }],
    events: [{ type: 'email-change-reverted', subjectId, recordId }],
  };
}
