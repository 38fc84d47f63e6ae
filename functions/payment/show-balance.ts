// GET /v1/me/balance
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { openWallets, type Wallets } from '#stores/wallets.ts';
import { showBalanceContract } from './contract.ts';

/** Shows the balance, which is the sum of the wallet's entries at every moment. */
export function showBalance(stores: { players: Players; sessions: Sessions; wallets: Wallets }): HttpHandler {
  return playerHttp(showBalanceContract, stores, async ({ caller }) => {
    const { walletId } = await stores.players.walletOf(caller.playerId);
    const { balanceMinor, currency } = await stores.wallets.read(walletId);
    return answer(200, { balanceMinor, currency });
  });
}

export const handler = showBalance({ players: openPlayers(), sessions: openSessions(), wallets: openWallets() });
