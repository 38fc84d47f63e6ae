import type { ChangeRecord } from '../decision.ts';

const about = (depositId: string, playerId: string) => ({
  noun: 'deposit',
  nounId: depositId,
  subjectId: playerId,
});

/** A deposit was started. */
export function depositStarted(depositId: string, playerId: string): ChangeRecord {
  return { audit: [{ action: 'deposit-started', ...about(depositId, playerId) }], events: [] };
}

/**
 * A deposit was confirmed and credited; the player gets a mail (C35).
 * @param depositKey by which the deposit is found again: the sort key of its row
 */
export function depositConfirmed(depositId: string, playerId: string, depositKey: string): ChangeRecord {
  return {
    audit: [{ action: 'deposit-confirmed', ...about(depositId, playerId) }],
    events: [{ type: 'deposit-confirmed', subjectId: playerId, recordId: depositId, context: { depositKey } }],
  };
}

/** A deposit was paid with another amount or currency; nothing was credited. */
export function depositMismatched(depositId: string, playerId: string): ChangeRecord {
  return { audit: [{ action: 'deposit-mismatched', ...about(depositId, playerId) }], events: [] };
}

/** Another confirmation came for a settled deposit: a second announcement, or money that staff must give back. */
export function depositPaidAgain(depositId: string, playerId: string): ChangeRecord {
  return { audit: [{ action: 'deposit-paid-again', ...about(depositId, playerId) }], events: [] };
}

/** Money arrived for an account that is no longer open; it waits in suspense. */
export function depositSuspended(depositId: string, playerId: string): ChangeRecord {
  return { audit: [{ action: 'deposit-suspended', ...about(depositId, playerId) }], events: [] };
}

/** An authentic confirmation found no deposit and waits. */
export function confirmationUnmatched(eventId: string): ChangeRecord {
  return { audit: [{ action: 'confirmation-unmatched', noun: 'payment-event', nounId: eventId }], events: [] };
}

/** A confirmation found no deposit for a day; staff must find whose money it is. */
export function confirmationParked(eventId: string): ChangeRecord {
  return { audit: [{ action: 'confirmation-parked', noun: 'payment-event', nounId: eventId }], events: [] };
}
