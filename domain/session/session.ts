import type { ChangeRecord } from '../decision.ts';

/** A login succeeded: the session is recorded, nobody is told yet. */
export function sessionBegun(playerId: string, sessionId: string): ChangeRecord {
  return { audit: [{ action: 'session-begun', noun: 'session', nounId: sessionId, subjectId: playerId }], events: [] };
}

/** A session was ended by its owner. */
export function sessionEnded(playerId: string, sessionId: string): ChangeRecord {
  return { audit: [{ action: 'session-ended', noun: 'session', nounId: sessionId, subjectId: playerId }], events: [] };
}

/** A session was given new tokens; the ones before ended. */
export function sessionRefreshed(playerId: string, sessionId: string): ChangeRecord {
  return {
    audit: [{ action: 'session-refreshed', noun: 'session', nounId: sessionId, subjectId: playerId }],
    events: [],
  };
}

/** A replaced refresh token came back: the session ended for whoever held it (RFC 9700, 4.14.2). */
export function sessionReuseDetected(playerId: string, sessionId: string): ChangeRecord {
  return {
    audit: [{ action: 'session-reuse-detected', noun: 'session', nounId: sessionId, subjectId: playerId }],
    events: [],
  };
}

/** A player ended all sessions but the one that asked; `count` of them were still in the table. */
export function otherSessionsEnded(playerId: string, keptSessionId: string, count: number): ChangeRecord {
  const entry = { action: 'other-sessions-ended', noun: 'session', nounId: keptSessionId, subjectId: playerId };
  return { audit: [{ ...entry, context: { count } }], events: [] };
}
