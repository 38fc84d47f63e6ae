// POST /v1/me/second-factors/passkeys/options
import { creationOptions, refuseAnother } from '#domain/session/passkey.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { readFactorRows } from '#stores/factor-rows.ts';
import { openPasskeyChallenges, type PasskeyChallenges } from '#stores/passkey-challenges.ts';
import { passkeysIn } from '#stores/passkeys.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { relyingPartyId, userHandleOf } from '#stores/webauthn.ts';
import { offerPasskeyContract } from './passkey-contract.ts';

/** The stores that offering a passkey uses. */
export interface OfferPasskeyStores {
  challenges: Pick<PasskeyChallenges, 'ask'>;
  sessions: Sessions;
}

/** Answers what a browser needs to make a passkey. Nothing protects the account yet. */
export function offerPasskey(stores: OfferPasskeyStores): HttpHandler {
  return playerHttp(offerPasskeyContract, stores, async ({ caller: { playerId, sessionId }, now }) => {
    const present = passkeysIn(await readFactorRows(playerId));
    const refusal = refuseAnother(present);
    if (refusal !== undefined) return refusal;
    const occasion = factorOccasion('passkey-registration', sessionId);
    const challenge = await stores.challenges.ask({ playerId, occasion }, now);
    const userHandle = userHandleOf(playerId);
    return answer(200, { publicKey: creationOptions({ rpId: relyingPartyId(), challenge, userHandle, present }) });
  });
}

export const handler = offerPasskey({ challenges: openPasskeyChallenges(), sessions: openSessions() });
