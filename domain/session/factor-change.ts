import type { ChangeRecord } from '../decision.ts';
import type { FactorMethod } from './second-factor.ts';

/** The secret of an authenticator was made; it counts only once a code has confirmed it. */
export function authenticatorOffered(playerId: string): ChangeRecord {
  const entry = { action: 'authenticator-offered', noun: 'player', nounId: playerId, subjectId: playerId };
  return { audit: [entry], events: [] };
}

/** A second factor was turned on or off; its owner is told by mail, and of one that is off by text message too. */
export function secondFactorChanged(
  playerId: string,
  { method, change }: { method: FactorMethod; change: 'on' | 'off' },
): ChangeRecord {
  const entry = { action: `second-factor-${change}`, noun: 'player', nounId: playerId, subjectId: playerId };
  return {
    audit: [{ ...entry, context: { method } }],
    events: [
      { type: 'second-factor-changed', subjectId: playerId, context: { method, change } },
      // Whoever reads the owner's mail must not be able to hide this.
      ...(change === 'off' ? [{ type: 'second-factor-removed', subjectId: playerId } as const] : []),
    ],
  };
}

/** A password was right, and the second factor is asked for. */
export function loginChallenged(playerId: string): ChangeRecord {
  const entry = { action: 'login-challenged', noun: 'player', nounId: playerId, subjectId: playerId };
  return { audit: [entry], events: [] };
}

/** Whoever holds a session has proved again who they are. */
export function sessionProven(playerId: string, sessionId: string): ChangeRecord {
  return { audit: [{ action: 'session-proven', noun: 'session', nounId: sessionId, subjectId: playerId }], events: [] };
}
