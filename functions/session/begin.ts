// POST /v1/sessions
import { refused } from '#domain/decision.ts';
import { isSameOrigin } from '#functions/edge/csrf.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import type { Write } from '#stores/commitment.ts';
import { latestLogin, openCredentials, type Credentials } from '#stores/credentials.ts';
import { openDevices } from '#stores/devices.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openLoginChallenges } from '#stores/login-challenges.ts';
import { openLogins } from '#stores/logins.ts';
import { openLookups } from '#stores/lookups.ts';
import { openPolicyAnswers } from '#stores/policies/answers.ts';
import { openNetworkNames, type NetworkNames } from '#stores/network-name.ts';
import { hashPassword, needsRehash } from '#stores/password-hash.ts';
import { openSessions } from '#stores/sessions.ts';
import { challengeLogin, type ChallengeLoginStores } from './challenge-login.ts';
import { beginContract } from './contract.ts';
import { deviceIdOf } from './device-id.ts';
import { findAccount, proveAccount, type FindAccountStores, type ProvenAccount } from './find-account.ts';
import { startSession, type StartSessionStores } from './start-session.ts';

/** The stores a login uses. */
export interface BeginStores extends ChallengeLoginStores, FindAccountStores, StartSessionStores {
  answers: StartSessionStores['answers'];
  attempts: Attempts;
  credentials: Credentials;
  devices: FindAccountStores['devices'] & StartSessionStores['devices'];
  emails: BlindIndex;
  keys: StartSessionStores['keys'];
  networks: NetworkNames;
}

/**
 * Logs in, or asks for the second factor of whoever has one. Known and unknown addresses make the same calls, hash one
 * password and get one answer when refused.
 */
export function begin(stores: BeginStores): HttpHandler {
  return publicHttp(beginContract, async ({ command: { body }, viewer, browser, userAgent, now, actor }) => {
    const { transport, deviceKind, deviceId = deviceIdOf(browser, transport) } = body;
    // A foreign page must not sign a browser in as somebody else.
    if (transport === 'cookie' && !isSameOrigin(browser)) return refused('csrf-refused');
    const network = `login#network#${await stores.networks.nameOf(viewer.address)}`;
    const emailIndex = await stores.emails.valueOf(body.email);
    const found = await findAccount(stores, { emailIndex, network, deviceId }, now);
    const { names, seen } = found.counter;
    const attempt = await stores.attempts.reserveAll(names, now, seen);
    if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);

    const account = await proveAccount(found, body.password);
    if (account === undefined) {
      await stores.attempts.failedFrom(network, now);
      return refused('credentials-refused');
    }
    const { playerId } = account;
    const { write, version } = await asProven(stores.credentials, account, { password: body.password, now });
    const writes = [write, ...names.secrets.map((name) => stores.attempts.forgetting(name))];
    if (found.methods.length > 0) {
      const waiting = { playerId, credentialVersion: version, deviceKind, transport };
      return challengeLogin(stores, { waiting, methods: found.methods }, { writes, actor, now });
    }
    const login = { playerId, deviceKind, deviceId, viewer, userAgent, transport, seen: found.seen };
    return startSession(stores, login, { writes, actor, now });
  });
}

/**
 * The write that fails when the password was changed meanwhile: a session must not outlive the change that ended it; and
 * the version of the credential after it.
 * Only at a login is the password there to be hashed anew with the parameters of today.
 */
async function asProven(
  credentials: Pick<Credentials, 'loggingIn' | 'replacing'>,
  { playerId, credential }: ProvenAccount,
  { password, now }: { password: string; now: Date },
): Promise<{ write: Write; version: number }> {
  const { passwordHash, version } = credential;
  if (!needsRehash(passwordHash)) return { write: credentials.loggingIn(playerId, credential, now), version };
  const to = { passwordHash: await hashPassword(password), lastLoginAt: latestLogin(credential, now) };
  return { write: credentials.replacing(playerId, credential, to), version: version + 1 };
}

export const handler = begin({
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
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
