import { requestOptions } from '#domain/session/passkey.ts';
import { readFactorRows } from './factor-rows.ts';
import { openPasskeyChallenges } from './passkey-challenges.ts';
import { passkeysIn } from './passkeys.ts';
import { relyingPartyId } from './webauthn.ts';

/** Asks passkeys of players for signatures. */
export interface PasskeyRequests {
  /** What a browser needs to have one of a player's passkeys sign on an occasion; undefined where none is on. */
  ask(playerId: string, occasion: string, now: Date): Promise<ReturnType<typeof requestOptions> | undefined>;
}

/** Opens the requests. Needs `TABLE_CREDENTIALS`, `TABLE_LIMITS` and `REGION_SETTINGS`. */
export function openPasskeyRequests(): PasskeyRequests {
  return {
    async ask(playerId, occasion, now) {
      const present = passkeysIn(await readFactorRows(playerId));
      if (present.length === 0) return undefined;
      const challenge = await openPasskeyChallenges().ask({ playerId, occasion }, now);
      return requestOptions({ rpId: relyingPartyId(), challenge, present });
    },
  };
}
