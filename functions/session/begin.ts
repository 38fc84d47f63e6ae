// POST /v1/sessions
import { refused } from '#domain/decision.ts';
import { sessionBegun } from '#domain/session/session.ts';
import type { Write } from '#stores/commitment.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups, type Lookups } from '#stores/lookups.ts';
import { decoyHash, hashPassword, needsRehash, verifyPassword } from '#stores/password-hash.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { answerTokens } from './answer-tokens.ts';
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

    const account = await findAccount(stores, emailIndex, body.password);
    if (account === undefined) return refused('credentials-refused');
    const { playerId } = account;

    const { session, write, ...tokens } = stores.sessions.open(playerId, body.deviceKind, now);
    const rehashing = await rehashWrites(stores.credentials, account, body.password);
    const writes = [write, stores.attempts.forgetting(`login#${emailIndex}`), ...rehashing];
    const record = sessionBegun(playerId, session.sessionId);
    await stores.ledger.commit({ writes, ...record, actor: { ...actor, kind: 'player', id: playerId }, now });
    return answerTokens(session.sessionId, tokens, session);
  });
}

interface ProvenAccount {
  playerId: string;
  passwordHash: string;
}

/** An unknown address reads the credential of an id that cannot exist and checks against a hash that nothing matches. */
async function findAccount(
  stores: BeginStores,
  emailIndex: string,
  password: string,
): Promise<ProvenAccount | undefined> {
  const playerId = await stores.lookups.find('email', emailIndex);
  const stored = await stores.credentials.passwordHashOf(playerId ?? 'unknown');
  const proven = await verifyPassword(password, stored ?? decoyHash);
  if (!proven || stored === undefined || playerId === undefined) return;
  return { playerId, passwordHash: stored };
}

/** Only at a login is the password there to be hashed anew with the parameters of today. */
async function rehashWrites(
  credentials: Credentials,
  { playerId, passwordHash }: ProvenAccount,
  password: string,
): Promise<Write[]> {
  if (!needsRehash(passwordHash)) return [];
  return [credentials.replacing(playerId, { from: passwordHash, to: await hashPassword(password) })];
}

export const handler = begin({
  attempts: openAttempts(),
  credentials: openCredentials(),
  emails: openBlindIndex('email'),
  ledger: openLedger(),
  lookups: openLookups(),
  sessions: openSessions(),
});
