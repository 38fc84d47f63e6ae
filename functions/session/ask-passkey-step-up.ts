// POST /v1/me/step-ups/passkey-options
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openPasskeyRequests, type PasskeyRequests } from '#stores/passkey-requests.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { askPasskeyStepUpContract } from './passkey-contract.ts';

/** The stores that asking for a passkey in a session uses. */
export interface AskPasskeyStepUpStores {
  passkeys: PasskeyRequests;
  sessions: Sessions;
}

/** Answers what a browser needs to prove by a passkey who holds a session: for a step-up, or to turn another factor off. */
export function askPasskeyStepUp(stores: AskPasskeyStepUpStores): HttpHandler {
  return playerHttp(askPasskeyStepUpContract, stores, async ({ caller: { playerId, sessionId }, now }) => {
    const publicKey = await stores.passkeys.ask(playerId, factorOccasion('session', sessionId), now);
    return publicKey === undefined ? refused('second-factor-off') : answer(200, { publicKey });
  });
}

export const handler = askPasskeyStepUp({ passkeys: openPasskeyRequests(), sessions: openSessions() });
