import type { ChangeRecord } from '../decision.ts';

/** Why staff start a reset for a player. */
export const resetReasons = ['player-asked', 'link-did-not-arrive', 'suspected-takeover'] as const;

/** Code of a reason. */
export type ResetReason = (typeof resetReasons)[number];

/** How a password came to be replaced. */
export type PasswordChangeWay = 'reset' | 'change';

const about = (playerId: string) => ({ noun: 'player', nounId: playerId, subjectId: playerId });

/** Somebody asked for a link to a new password; the address is named by its blind index only. */
export function resetRequested(requestId: string, emailIndex: string): ChangeRecord {
  return {
    audit: [{ action: 'password-reset-requested', noun: 'password-reset', nounId: requestId }],
    events: [{ type: 'password-reset-requested', subjectId: requestId, context: { emailIndex } }],
  };
}

/** A member of staff had the link sent to the address of the account; they never see it. */
export function resetStarted(playerId: string, { emailIndex, reason }: { emailIndex: string; reason: ResetReason }) {
  return {
    audit: [{ action: 'password-reset-started', ...about(playerId), context: { reason } }],
    events: [{ type: 'password-reset-requested', subjectId: playerId, context: { emailIndex } }],
  } as const satisfies ChangeRecord;
}

/** A password was replaced, by a mailed link or by whoever knew the one before. */
export function passwordReplaced(playerId: string, way: PasswordChangeWay): ChangeRecord {
  return {
    audit: [{ action: way === 'reset' ? 'password-reset' : 'password-changed', ...about(playerId) }],
    events: [{ type: 'password-changed', subjectId: playerId, context: { way } }],
  };
}
