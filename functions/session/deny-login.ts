// POST /v1/login-denials
import { refused } from '#domain/decision.ts';
import { loginDenied } from '#domain/session/login.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { NotFound } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLoginAlerts, type LoginAlerts } from '#stores/login-alerts.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { openSessionRevocations, type SessionRevocations } from '#stores/session-revocations.ts';
import { openTokens, type TokenGrant, type Tokens } from '#stores/tokens.ts';
import { denyLoginContract } from './login-contract.ts';

/** The stores that denying a login uses. */
export interface DenyLoginStores {
  alerts: Pick<LoginAlerts, 'raising'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  revocations: Pick<SessionRevocations, 'endingAll'>;
  tokens: Pick<Tokens, 'find' | 'consuming'>;
}

/**
 * Takes the word of whoever reads the mail of a login that it was not theirs: every session ends and every device is
 * forgotten in one write, however many there are. A new password is asked for by mail; withdrawals wait until it is chosen.
 */
export function denyLogin(stores: DenyLoginStores): HttpHandler {
  return publicHttp(denyLoginContract, async ({ command: { body }, now, actor }) => {
    const grant = await stores.tokens.find(body.token, 'login-denial', now);
    const account = grant && (await accountOf(stores, grant));
    if (grant === undefined || account === undefined) return refused('denial-refused');
    const { playerId } = account;
    const denied = { playerId, loginId: grant.recordId };
    const writes = [
      stores.tokens.consuming(body.token),
      stores.revocations.endingAll(account, { withdrawalsFrozenAt: now, forgetsDevices: true }, now),
      stores.alerts.raising(denied, now),
    ];
    const player = { ...actor, kind: 'player', id: playerId } as const;
    await stores.ledger.commit({ writes, ...loginDenied(denied), actor: player, now });
    logEvent('LOGIN_DENIED', { requestId: actor.requestId, subjectId: playerId, recordId: grant.recordId });
    return answer(204, null);
  });
}

/** The account that a link is about; none when it was closed meanwhile. */
async function accountOf(
  { players }: Pick<DenyLoginStores, 'players'>,
  { context }: TokenGrant,
): Promise<PlayerAccount | undefined> {
  try {
    const account = await players.read(context['playerId'] ?? '');
    return account.state === 'closed' ? undefined : account;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

export const handler = denyLogin({
  alerts: openLoginAlerts(),
  ledger: openLedger(),
  players: openPlayers(),
  revocations: openSessionRevocations(),
  tokens: openTokens(),
});
