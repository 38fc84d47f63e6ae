// POST /v1/me/step-ups
import { refused, type Refused } from '#domain/decision.ts';
import { sessionProven } from '#domain/session/factor-change.ts';
import { proofSeconds } from '#domain/session/step-up.ts';
import type { Command } from '#functions/edge/contract.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openCredentials, type Credential, type Credentials } from '#stores/credentials.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { verifyPassword } from '#stores/password-hash.ts';
import { openSecondFactors, type SecondFactors } from '#stores/second-factors.ts';
import { provingSession } from '#stores/session-proofs.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { checkFactor, type CheckFactorStores, type FactorChecked } from './check-factor.ts';
import { stepUpContract } from './second-step-contract.ts';

/** The stores that a step-up uses. */
export interface StepUpStores extends Omit<CheckFactorStores, 'secondFactors'> {
  credentials: Pick<Credentials, 'find'>;
  ledger: Ledger;
  secondFactors: SecondFactors;
  sessions: Sessions;
}

/**
 * Notes on the session that its holder has just proved who they are (ASVS 5.0, 7.5.1). Where a second factor is on only
 * that counts: whoever found a session may well know the password.
 */
export function stepUp(stores: StepUpStores): HttpHandler {
  return playerHttp(stepUpContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId, sessionId } = caller;
    const credential = await stores.credentials.find(playerId);
    if (credential === undefined) return refused('authentication-required');
    const proven = await prove(stores, { caller, credential, body }, now);
    if (proven.outcome === 'refused') return proven;
    const writes = [provingSession(caller, now), ...proven.writes];
    await stores.ledger.commit({ writes, ...sessionProven(playerId, sessionId), actor, now });
    return answer(200, { provenUntil: new Date(now.getTime() + proofSeconds * 1000).toISOString() });
  });
}

/** Who steps up, and how. */
interface StepUp {
  caller: { playerId: string; sessionId: string };
  credential: Credential;
  body: Command<typeof stepUpContract>['body'];
}

async function prove(
  stores: StepUpStores,
  { caller: { playerId, sessionId }, credential, body }: StepUp,
  now: Date,
): Promise<FactorChecked | Refused> {
  if ('secondFactor' in body) {
    const occasion = factorOccasion('session', sessionId);
    return checkFactor(stores, { playerId, proof: body.secondFactor, occasion }, now);
  }
  const methods = await stores.secondFactors.methodsOf(playerId);
  if (methods.length > 0) return refused('second-factor-needed');
  const secretName = `step-up#${playerId}`;
  const attempt = await stores.attempts.reserve(secretName, now);
  if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);
  if (!(await verifyPassword(body.password, credential.passwordHash))) return refused('credentials-refused');
  return { outcome: 'proven', writes: [stores.attempts.forgetting(secretName)] };
}

export const handler = stepUp({
  attempts: openAttempts(),
  credentials: openCredentials(),
  ledger: openLedger(),
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
});
