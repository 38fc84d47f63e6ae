import { sessionBegun } from '#domain/session/session.ts';
import type { Viewer } from '#functions/edge/viewer.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import { Conflict } from '#stores/failures.ts';
import { newSecret } from '#stores/ids.ts';
import type { Ledger } from '#stores/ledger.ts';
import type { DeviceKind } from '#stores/session-rows.ts';
import type { Sessions } from '#stores/sessions.ts';
import { readUserAgent } from '#stores/user-agents.ts';
import { answerTokens, type TokenTransport } from './answer-tokens.ts';
import { recordLogin, seeLogin, type LoginToRecord, type RecordLoginStores, type SeenLogin } from './record-login.ts';

/** The stores that starting a session uses. */
export interface StartSessionStores extends RecordLoginStores {
  ledger: Ledger;
  sessions: Pick<Sessions, 'open'>;
}

/** A player who has proved who they are, and from where. */
export interface Login {
  playerId: string;
  /** As the client declares it; read from the `User-Agent` when it does not. */
  deviceKind?: DeviceKind | undefined;
  /** The random name that the device gave itself: a secret, of which only a keyed hash is kept. */
  deviceId?: string | undefined;
  viewer: Viewer;
  /** The raw `User-Agent`; parse it, never store it. */
  userAgent: string;
  transport: TokenTransport;
  /** What was read for it already, in this request. */
  seen?: SeenLogin;
}

/** How often a login that lost a race for its device or for the player's key is recorded anew. */
const attemptsMax = 3;

/**
 * Starts the session of a login and records it in the same transaction. `writes` are committed with it: what the proof used
 * up, and its conditions. Throws `Conflict` when one of these fails.
 */
export async function startSession(
  stores: StartSessionStores,
  login: Login,
  { writes, actor, now }: { writes: readonly Write[]; actor: Actor; now: Date },
) {
  const { playerId, transport } = login;
  // A browser keeps the name of its device in a cookie; an app makes its own.
  const deviceId = login.deviceId ?? (transport === 'cookie' ? newSecret() : undefined);
  const deviceHash = deviceId && stores.devices.hashOf(playerId, deviceId);
  const agent = await readUserAgent(login.userAgent);
  const deviceKind = login.deviceKind ?? agent.deviceKind;
  const { session, write, ...tokens } = stores.sessions.open(playerId, { deviceKind, deviceHash }, now);
  const { sessionId } = session;
  const recorded = { playerId, sessionId, deviceHash, deviceKind, agent, viewer: login.viewer };
  const isOfDevice = login.seen?.device?.deviceHash === deviceHash;
  await commitRecorded(
    stores,
    { login: recorded, seen: isOfDevice ? login.seen : undefined },
    { writes: [write, ...writes], actor, now },
  );
  return answerTokens({ sessionId, transport, now, deviceId }, tokens, session);
}

/** Of many first logins from one device one announces it: the others lose, read again and find it known. */
async function commitRecorded(
  stores: StartSessionStores,
  { login, seen }: { login: LoginToRecord; seen: SeenLogin | undefined },
  { writes, actor, now }: { writes: readonly Write[]; actor: Actor; now: Date },
): Promise<void> {
  const { playerId, sessionId } = login;
  const player = { ...actor, kind: 'player', id: playerId } as const;
  const { audit } = sessionBegun(playerId, sessionId);
  for (let attempt = 1; ; attempt += 1) {
    const fresh = attempt === 1 && seen !== undefined ? seen : await seeLogin(stores, login, now);
    const record = await recordLogin(stores, { login, seen: fresh }, now);
    try {
      await stores.ledger.commit({
        writes: [...writes, ...record.writes],
        audit,
        events: record.events,
        actor: player,
        now,
      });
      return;
    } catch (error) {
      const isOfRecord = error instanceof Conflict && error.failedWrites.every((index) => index >= writes.length);
      if (!isOfRecord || attempt === attemptsMax) throw error;
    }
  }
}
