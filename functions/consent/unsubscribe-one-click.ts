// POST /v1/unsubscribes/{token}
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents } from '#stores/consents.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openTokens } from '#stores/tokens.ts';
import { unsubscribeOneClickContract } from './contract.ts';
import { objectByToken, type ObjectStores } from './object.ts';

/**
 * Ends marketing for a mail program (RFC 8058, section 3.2). The form that it posts says nothing that the token does not,
 * so its body is not read.
 */
export function unsubscribeOneClick(stores: ObjectStores): HttpHandler {
  return publicHttp(unsubscribeOneClickContract, async ({ command: { path }, actor, now }) => {
    await objectByToken(stores, { token: path.token, source: 'one-click', actor, now });
    return answer(204, null);
  });
}

export const handler = unsubscribeOneClick({
  consents: openConsents(),
  ledger: openLedger(),
  players: openPlayers(),
  tokens: openTokens(),
});
