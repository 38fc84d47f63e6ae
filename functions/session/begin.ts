// POST /v1/sessions
import { refused } from '#domain/decision.ts';
import { sessionBegun } from '#domain/session/session.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups, type Lookups } from '#stores/lookups.ts';
import { decoyHash, verifyPassword } from '#stores/password-hash.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { beginContract } from './contract.ts';

/** The stores a login uses. */
export interface BeginStores {
  attempts: Attempts;
  credentials: Credentials;
  emails: BlindIndex;
  ledger: Ledger;
  lookups: Lookups;
  sessions: Sessions;
}

/** Logs in. Known and unknown addresses make the same calls, hash one password and get one answer when refused. */
export function begin(stores: BeginStores): HttpHandler {
  return publicHttp(beginContract, async ({ command: { body }, now, actor }) => {
    const emailIndex = await stores.emails.valueOf(body.email);
    const attempt = await stores.attempts.reserve(`login#${emailIndex}`, now);
    if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);

    const playerId = await findAccount(stores, emailIndex, body.password);
    if (playerId === undefined) return refused('credentials-refused');

    const { session, accessToken, write } = stores.sessions.open(playerId, body.deviceKind, now);
    const writes = [write, stores.attempts.forgetting(`login#${emailIndex}`)];
    const record = sessionBegun(playerId, session.sessionId);
    await stores.ledger.commit({ writes, ...record, actor: { ...actor, kind: 'player', id: playerId }, now });
    const endsAt = new Date(session.endsAtSeconds * 1000).toISOString();
    return answer(201, { sessionId: session.sessionId, accessToken, endsAt });
  });
}

/** An unknown address reads the credential of an id that cannot exist and checks against a hash that nothing matches. */
async function findAccount(stores: BeginStores, emailIndex: string, password: string): Promise<string | undefined> {
  const playerId = await stores.lookups.find('email', emailIndex);
  const stored = await stores.credentials.passwordHashOf(playerId ?? 'unknown');
  const proven = await verifyPassword(password, stored ?? decoyHash);
  return proven && stored !== undefined ? playerId : undefined;
}

export const handler = begin({
  attempts: openAttempts(),
  credentials: openCredentials(),
  emails: openBlindIndex('email'),
  ledger: openLedger(),
  lookups: openLookups(),
  sessions: openSessions(),
});
