import { sessionBegun } from '#domain/session/session.ts';
import type { Viewer } from '#functions/edge/viewer.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import type { Ledger } from '#stores/ledger.ts';
import type { DeviceKind } from '#stores/session-rows.ts';
import type { Sessions } from '#stores/sessions.ts';
import { answerTokens, type TokenTransport } from './answer-tokens.ts';

/** The stores that starting a session uses. */
export interface StartSessionStores {
  ledger: Ledger;
  sessions: Pick<Sessions, 'open'>;
}

/** A player who has proved who they are, and from where. */
export interface Login {
  playerId: string;
  deviceKind: DeviceKind;
  viewer: Viewer;
  /** The raw `User-Agent`; parse it, never store it. */
  userAgent: string;
  transport: TokenTransport;
}

/** Starts the session of a login. `writes` are committed with it: what the proof used up, and its conditions. */
export async function startSession(
  stores: StartSessionStores,
  { playerId, deviceKind, transport }: Login,
  { writes, actor, now }: { writes: readonly Write[]; actor: Actor; now: Date },
) {
  const { session, write, ...tokens } = stores.sessions.open(playerId, deviceKind, now);
  const record = sessionBegun(playerId, session.sessionId);
  const player = { ...actor, kind: 'player', id: playerId } as const;
  await stores.ledger.commit({ writes: [write, ...writes], ...record, actor: player, now });
  return answerTokens({ sessionId: session.sessionId, transport, now }, tokens, session);
}
