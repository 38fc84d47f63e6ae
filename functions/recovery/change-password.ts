// PUT /v1/me/password
import { refused } from '#domain/decision.ts';
import { passwordReplaced } from '#domain/recovery/password.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { afterLogins, openCredentials, type Credentials } from '#stores/credentials.ts';
import { openFactorMethods, type FactorMethods } from '#stores/factor-methods.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { decoyHash, hashPassword, verifyPassword } from '#stores/password-hash.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { changePasswordContract } from './contract.ts';
import { refuseNewPassword, type NewPasswordStores } from './refuse-new-password.ts';

/** The stores that changing a password uses. */
export interface ChangePasswordStores extends NewPasswordStores {
  attempts: Attempts;
  credentials: Pick<Credentials, 'find' | 'replacing'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  revocations: Pick<SessionRevocations, 'standing' | 'others' | 'endingOthers'>;
  secondFactors: FactorMethods;
  sessions: Sessions;
}

/**
 * Replaces the password of whoever is signed in and knows the present one (ASVS 5.0, 6.2.3); every other session ends in
 * the same transaction (7.4.3).
 */
export function changePassword(stores: ChangePasswordStores): HttpHandler {
  return playerHttp(changePasswordContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const kept = await stores.revocations.standing(caller);
    if (kept === undefined) return refused('authentication-required');
    const secretName = `password#${playerId}`;
    const attempt = await stores.attempts.reserve(secretName, now);
    if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);
    const credential = await stores.credentials.find(playerId);
    const isRight = await verifyPassword(body.currentPassword, credential?.passwordHash ?? decoyHash);
    if (credential === undefined || !isRight) return refused('credentials-refused');
    const account = await stores.players.read(playerId);
    const secondFactorOn = (await stores.secondFactors.methodsOf(playerId)).length > 0;
    const refusal = await refuseNewPassword(stores, { account, password: body.newPassword, secondFactorOn }, now);
    if (refusal !== undefined) return refusal;

    const passwordHash = await hashPassword(body.newPassword);
    const otherIds = await stores.revocations.others(kept);
    const writes = [
      stores.credentials.replacing(playerId, credential, { passwordHash }),
      ...stores.revocations.endingOthers(kept, { otherIds }, afterLogins(credential, now)),
      stores.attempts.forgetting(secretName),
    ];
    await stores.ledger.commit({ writes, ...passwordReplaced(playerId, 'change'), actor, now });
    return answer(204, null);
  });
}

export const handler = changePassword({
  attempts: openAttempts(),
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
