// GET /v1/me/consents
import { consentPurposes } from '#domain/consent/consent-text.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents, type Consents } from '#stores/consents.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listConsentsContract } from './contract.ts';
import { representConsent } from './represent.ts';
import { shownTextOf } from './text-hash.ts';

/** The stores that listing consents uses. */
export interface ListConsentsStores {
  consents: Pick<Consents, 'current'>;
  players: Pick<Players, 'read'>;
  sessions: Sessions;
}

/** Shows players what they agreed to, and the consent to the transfer that their registration may have asked for. */
export function listConsents(stores: ListConsentsStores): HttpHandler {
  return playerHttp(listConsentsContract, stores, async ({ caller: { playerId } }) => {
    const { language, transferConsentAt } = await stores.players.read(playerId);
    const consents = await Promise.all(
      consentPurposes.map(async (purpose) => ({
        ...representConsent(purpose, await stores.consents.current(playerId, purpose)),
        current: shownTextOf(purpose, language),
      })),
    );
    const transfer = transferConsentAt === undefined ? undefined : { grantedAt: transferConsentAt };
    return answer(200, { consents, transfer });
  });
}

export const handler = listConsents({ consents: openConsents(), players: openPlayers(), sessions: openSessions() });
