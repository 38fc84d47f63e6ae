// POST /v1/sessions/second-factors
import { refused } from '#domain/decision.ts';
import { isSameOrigin } from '#functions/edge/csrf.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openDevices } from '#stores/devices.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openLoginChallenges, type LoginChallenges } from '#stores/login-challenges.ts';
import { openLogins } from '#stores/logins.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { openPolicyAnswers } from '#stores/policies/answers.ts';
import { openSessions } from '#stores/sessions.ts';
import { checkFactor, type CheckFactorStores } from './check-factor.ts';
import { deviceIdOf } from './device-id.ts';
import { proveSecondContract } from './second-step-contract.ts';
import { startSession, type StartSessionStores } from './start-session.ts';

/** The stores that the second step of a login uses. */
export interface ProveSecondStores extends CheckFactorStores, StartSessionStores {
  challenges: Pick<LoginChallenges, 'attempt' | 'consuming'>;
  credentials: Pick<Credentials, 'find' | 'loggingIn'>;
}

/**
 * Completes a login. Proof and challenge are used up in the transaction that opens the session, which fails when the
 * password, a factor or the account changed since the first step.
 */
export function proveSecond(stores: ProveSecondStores): HttpHandler {
  return publicHttp(proveSecondContract, async ({ command: { body }, viewer, browser, userAgent, now, actor }) => {
    const waiting = await stores.challenges.attempt(body.challenge, now);
    if (waiting === undefined) return refused('second-factor-refused');
    const { playerId, credentialVersion, deviceKind, transport } = waiting;
    if (transport === 'cookie' && !isSameOrigin(browser)) return refused('csrf-refused');
    const credential = await stores.credentials.find(playerId);
    if (credential?.version !== credentialVersion) return refused('second-factor-refused');
    const occasion = factorOccasion('login', body.challenge);
    const proven = await checkFactor(stores, { playerId, proof: body.secondFactor, occasion }, now);
    if (proven.outcome === 'refused') return proven;

    const writes = [
      ...proven.writes,
      stores.challenges.consuming(body.challenge),
      stores.credentials.loggingIn(playerId, credential, now),
    ];
    const { deviceId = deviceIdOf(browser, transport) } = body;
    const login = { playerId, deviceKind, deviceId, viewer, userAgent, transport };
    return startSession(stores, login, { writes, actor, now });
  });
}

export const handler = proveSecond({
  answers: openPolicyAnswers(),
  attempts: openAttempts(),
  challenges: openLoginChallenges(),
  credentials: openCredentials(),
  devices: openDevices(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  logins: openLogins(),
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
});
