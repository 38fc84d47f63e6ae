import type { ChangeRecord, DomainEvent } from '../decision.ts';

/** Which login of whom something is about. */
export interface LoginOfPlayer {
  playerId: string;
  loginId: string;
}

/**
 * A player logged in on a device that nobody knew: they are told (C37), of the first device of an account too, because it
 * need not be theirs. The mail finds the login by its id and the moment of the event.
 */
export const newDeviceLogin = ({ playerId, loginId }: LoginOfPlayer): DomainEvent => ({
  type: 'new-device-login',
  subjectId: playerId,
  recordId: loginId,
});

/** A player said that a login was not theirs: every session ended, every device is forgotten, withdrawals are frozen. */
export function loginDenied({ playerId, loginId }: LoginOfPlayer): ChangeRecord {
  return {
    audit: [{ action: 'login-denied', noun: 'login', nounId: loginId, subjectId: playerId }],
    events: [{ type: 'login-denied', subjectId: playerId, recordId: loginId }],
  };
}

/** A player forgot a device; `count` sessions of it ended with it. */
export function deviceForgotten(playerId: string, count: number): ChangeRecord {
  const entry = { action: 'device-forgotten', noun: 'player', nounId: playerId, subjectId: playerId };
  return { audit: [{ ...entry, context: { count } }], events: [] };
}
