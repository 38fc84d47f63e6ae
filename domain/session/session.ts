import type { ChangeRecord } from '../decision.ts';

/** A login succeeded: the session is recorded, nobody is told yet. */
export function sessionBegun(playerId: string, sessionId: string): ChangeRecord {
  return { audit: [{ action: 'session-begun', noun: 'session', nounId: sessionId, subjectId: playerId }], events: [] };
}

/** A session was ended by its owner. */
export function sessionEnded(playerId: string, sessionId: string): ChangeRecord {
  return { audit: [{ action: 'session-ended', noun: 'session', nounId: sessionId, subjectId: playerId }], events: [] };
}
