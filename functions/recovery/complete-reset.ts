// POST /v1/password-resets/completions
import { refused } from '#domain/decision.ts';
import { passwordReplaced } from '#domain/recovery/password.ts';
import { endOfRecovery } from '#domain/recovery/periods.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts } from '#stores/attempts.ts';
import type { Write } from '#stores/commitment.ts';
import { afterLogins, openCredentials, type Credential, type Credentials } from '#stores/credentials.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { hashPassword } from '#stores/password-hash.ts';
import { openPlayers, type PlayerAccount } from '#stores/players.ts';
import { openTypedFactors } from '#stores/second-factors.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openTokens, type Tokens } from '#stores/tokens.ts';
import { completeResetContract } from './completion-contract.ts';
import { findReset, type FindResetStores } from './find-reset.ts';
import { proveFactor, type ProveFactorStores } from './prove-factor.ts';
import { refuseNewPassword, type NewPasswordStores } from './refuse-new-password.ts';

/** The stores that completing a reset uses. */
export interface CompleteResetStores extends FindResetStores, NewPasswordStores, ProveFactorStores {
  credentials: Pick<Credentials, 'find' | 'replacing'>;
  ledger: Ledger;
  revocations: Pick<SessionRevocations, 'endingAll'>;
  tokens: Pick<Tokens, 'find' | 'consuming'>;
}

/**
 * Replaces the password of whoever holds the mailed token and, where there is one, the second factor. It logs nobody in.
 * A refused password or factor leaves the token as it is; of two completions one wins.
 */
export function completeReset(stores: CompleteResetStores): HttpHandler {
  return publicHttp(completeResetContract, async ({ command: { body }, now, actor }) => {
    const account = await findReset(stores, body.token, now);
    const credential = account && (await stores.credentials.find(account.playerId));
    if (account === undefined || credential === undefined) return refused('reset-refused');
    const { playerId } = account;
    const methods = await stores.secondFactors.methodsOf(playerId);
    const judged = { account, password: body.password, secondFactorOn: methods.length > 0 };
    const refusal = await refuseNewPassword(stores, judged, now);
    if (refusal !== undefined) return refusal;
    const occasion = factorOccasion('password-reset', body.token);
    const proven = await proveFactor(stores, { playerId, methods, proof: body.secondFactor, occasion }, now);
    if (proven.outcome === 'refused') return proven;

    const passwordHash = await hashPassword(body.password);
    const writes = [
      stores.tokens.consuming(body.token),
      stores.credentials.replacing(playerId, credential, { passwordHash }),
      securing(stores, { account, credential }, now),
      ...forgettingLogins(stores, account),
      ...proven.writes,
    ];
    const player = { ...actor, kind: 'player', id: playerId } as const;
    await stores.ledger.commit({ writes, ...passwordReplaced(playerId, 'reset'), actor: player, now });
    return answer(204, null);
  });
}

/** Every session ends, and with it every other link to a new password; money stays for three days. */
function securing(
  { revocations }: CompleteResetStores,
  { account, credential }: { account: PlayerAccount; credential: Credential },
  now: Date,
): Write {
  const withdrawalsHeldUntil = endOfRecovery('withdrawalHold', now);
  return revocations.endingAll(account, { withdrawalsHeldUntil }, afterLogins(credential, now));
}

/** Whoever guessed at the old password must not keep the owner waiting. */
function forgettingLogins({ attempts }: CompleteResetStores, { emailIndex }: PlayerAccount): Write[] {
  return emailIndex === undefined ? [] : [attempts.forgetting(`login#${emailIndex}`)];
}

export const handler = completeReset({
  attempts: openAttempts(),
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  secondFactors: openTypedFactors(),
  tokens: openTokens(),
});
