import type { ChangeRecord } from '../decision.ts';

/** So long no withdrawal leaves after a phone number was changed or restored. */
export const phoneChangeHoldHours = 72;

/** So long the link works that restores the old number, and so long the old number is kept. */
export const phoneReversionDays = 7;

/** Until when withdrawals are held after a change at a moment. */
export const heldAfterPhoneChange = (now: Date): Date => new Date(now.getTime() + phoneChangeHoldHours * 3_600_000);

/** Until when a change at a moment can be reverted. */
export const reversionEndOf = (now: Date): Date => new Date(now.getTime() + phoneReversionDays * 86_400_000);

const auditOf = (action: string, playerId: string, changeId: string): ChangeRecord['audit'] => [
  { action, noun: 'player', nounId: playerId, subjectId: playerId, context: { changeId } },
];

/** The number was changed: mail with the link that restores the old one, and a text message to the old one. */
export function phoneChanged(playerId: string, changeId: string): ChangeRecord {
  return {
    audit: auditOf('phone-changed', playerId, changeId),
    events: [
      { type: 'phone-changed', subjectId: playerId, recordId: changeId },
      { type: 'phone-replaced', subjectId: playerId, recordId: changeId },
    ],
  };
}

/** The old number was restored. */
export function phoneChangeReverted(playerId: string, changeId: string): ChangeRecord {
  return {
    audit: auditOf('phone-change-reverted', playerId, changeId),
    events: [{ type: 'phone-change-reverted', subjectId: playerId, recordId: changeId }],
  };
}
