// POST /v1/unsubscribes
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents } from '#stores/consents.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openTokens } from '#stores/tokens.ts';
import { unsubscribeContract } from './contract.ts';
import { objectByToken, type ObjectStores } from './object.ts';

/** Ends marketing over the channel of a mailed link, for whoever pressed the button of its page. */
export function unsubscribe(stores: ObjectStores): HttpHandler {
  return publicHttp(unsubscribeContract, async ({ command: { body }, actor, now }) => {
    await objectByToken(stores, { token: body.token, source: 'unsubscribe-link', actor, now });
    return answer(204, null);
  });
}

export const handler = unsubscribe({
  consents: openConsents(),
  ledger: openLedger(),
  players: openPlayers(),
  tokens: openTokens(),
});
