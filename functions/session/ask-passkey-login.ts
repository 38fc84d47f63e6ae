// POST /v1/sessions/second-factors/passkey-options
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { openLoginChallenges, type LoginChallenges } from '#stores/login-challenges.ts';
import { openPasskeyRequests, type PasskeyRequests } from '#stores/passkey-requests.ts';
import { askPasskeyLoginContract } from './passkey-contract.ts';

/** The stores that asking for a passkey at a login uses. */
export interface AskPasskeyLoginStores {
  challenges: Pick<LoginChallenges, 'find'>;
  passkeys: PasskeyRequests;
}

/** Answers what a browser needs for the second step by a passkey, to whoever knew the password. It counts no try. */
export function askPasskeyLogin({ challenges, passkeys }: AskPasskeyLoginStores): HttpHandler {
  return publicHttp(askPasskeyLoginContract, async ({ command: { body }, now }) => {
    const waiting = await challenges.find(body.challenge, now);
    if (waiting === undefined) return refused('second-factor-refused');
    const publicKey = await passkeys.ask(waiting.playerId, factorOccasion('login', body.challenge), now);
    return publicKey === undefined ? refused('second-factor-off') : answer(200, { publicKey });
  });
}

export const handler = askPasskeyLogin({ challenges: openLoginChallenges(), passkeys: openPasskeyRequests() });
