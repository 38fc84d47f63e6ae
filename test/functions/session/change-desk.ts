import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { begin } from '#functions/session/begin.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import { documentClient } from '#stores/clients.ts';
import type { Write } from '#stores/commitment.ts';
import { afterLogins, openCredentials, type Credential } from '#stores/credentials.ts';
import { Conflict, Unavailable } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openDevices } from '#stores/devices.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLoginChallenges } from '#stores/login-challenges.ts';
import { openLogins } from '#stores/logins.ts';
import { openLookups } from '#stores/lookups.ts';
import { openNetworkNames } from '#stores/network-name.ts';
import { hashPassword } from '#stores/password-hash.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { openPolicyAnswers } from '#stores/policies/answers.ts';
import { openSessions } from '#stores/sessions.ts';
import { callRoute } from '#test/support/handler-calls.ts';
import { openSessionDesk, type GivenTokens, type SessionDesk } from './session-desk.ts';

/** An account with a password: logins through the handler, and changes as commands of an account commit them. */
export interface ChangeDesk {
  sessions: SessionDesk;
  /** Logs in with the password that is right at the start of the call; undefined when it was refused. */
  logIn(now: Date): Promise<GivenTokens | undefined>;
  /** Changes password or factors from a session that stays; whether it was acknowledged. */
  change(kind: 'change-password' | 'change-factors', keptId: string, now: Date): Promise<boolean>;
  /** Sets a new password by a mailed link: no session stays. Whether it was acknowledged. */
  resetPassword(now: Date): Promise<boolean>;
}

const actor = { kind: 'visitor', requestId: 'request' } as const;

async function commit(writes: readonly Write[], now: Date): Promise<boolean> {
  try {
    await openLedger().commit({ writes, audit: [], events: [], actor, now });
    return true;
  } catch (error) {
    if (error instanceof Conflict || error instanceof Unavailable) return false;
    throw error;
  }
}

async function validFromOf(playerId: string): Promise<string> {
  const Key = { pk: playerId, sk: 'account' };
  const { Item } = await documentClient().send(new GetCommand({ TableName: 'players', Key, ConsistentRead: true }));
  return String(Item?.['sessionsValidFrom']);
}

const logInThroughRoute = () =>
  begin({
    answers: openPolicyAnswers(),
    attempts: openAttempts(),
    challenges: openLoginChallenges(),
    credentials: openCredentials(),
    devices: openDevices(),
    emails: openBlindIndex('email'),
    keys: openSubjectKeys(),
    ledger: openLedger(),
    logins: openLogins(),
    lookups: openLookups(),
    networks: openNetworkNames(openBlindIndex('email')),
    secondFactors: openSecondFactors(),
    sessions: openSessions(),
  });

/** Opens an account with a password and its desk. Needs the services of handlers. */
export async function openChangeDesk(registeredAt: Date): Promise<ChangeDesk> {
  const sessions = await openSessionDesk(registeredAt);
  const { playerId } = sessions;
  const email = `${newId()}@example.com`;
  const credentials = openCredentials();
  const revocations = openSessionRevocations();
  let password = `merry lanterns drift ${newId()}`;
  const emailIndex = await openBlindIndex('email').valueOf(email);
  const claiming = openLookups().claiming('email', emailIndex, playerId);
  for (const { Put } of [claiming, credentials.keeping(playerId, await hashPassword(password))])
    if (Put !== undefined) await documentClient().send(new PutCommand(Put));

  const readCredential = async (): Promise<Credential> => {
    const seen = await credentials.find(playerId);
    if (seen === undefined) throw new Error('The account has a password');
    return seen;
  };

  /** The write that replaces the password, and what makes it the right one afterwards. */
  const replacing = async (): Promise<{ seen: Credential; write: Write; remember: () => void }> => {
    const seen = await readCredential();
    const next = `merry lanterns drift ${newId()}`;
    const write = credentials.replacing(playerId, seen, { passwordHash: await hashPassword(next) });
    return { seen, write, remember: () => (password = next) };
  };

  return {
    sessions,
    async logIn(now) {
      process.env['ROUTE_CALLER'] = 'public';
      const answer = callRoute(logInThroughRoute(), { now, body: { email, password } });
      process.env['ROUTE_CALLER'] = 'player';
      const { status, body } = await answer;
      return status === 201 ? (body as unknown as GivenTokens) : undefined;
    },
    async change(kind, sessionId, now) {
      const read = await readCredential();
      const replaced = kind === 'change-password' ? await replacing() : undefined;
      const first = replaced?.write ?? credentials.factorsChanging(playerId, read);
      const after = afterLogins(replaced?.seen ?? read, now);
      const kept = await revocations.standing({ playerId, sessionId });
      if (kept === undefined) return false;
      const otherIds = await revocations.others(kept);
      const isDone = await commit([first, ...revocations.endingOthers(kept, { otherIds }, after)], now);
      if (isDone) replaced?.remember();
      return isDone;
    },
    async resetPassword(now) {
      const { seen, write, remember } = await replacing();
      const account = { playerId, sessionsValidFrom: await validFromOf(playerId) };
      const isDone = await commit([write, revocations.endingAll(account, {}, afterLogins(seen, now))], now);
      if (isDone) remember();
      return isDone;
    },
  };
}
