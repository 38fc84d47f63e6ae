// DELETE /v1/me/consents/{purpose}
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents } from '#stores/consents.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import type { ChangeConsentStores } from './change.ts';
import { withdrawConsentContract } from './contract.ts';
import { withdrawAgain } from './withdraw-again.ts';

/** The stores that withdrawing uses. */
export interface WithdrawConsentStores extends ChangeConsentStores {
  sessions: Sessions;
}

/** Ends a consent. What is answered here holds for the very next message. */
export function withdrawConsent(stores: WithdrawConsentStores): HttpHandler {
  return playerHttp(withdrawConsentContract, stores, async ({ command: { path }, caller, actor, now }) => {
    const wish = { purpose: path.purpose, channels: [], source: 'privacy-centre' as const };
    await withdrawAgain(stores, { playerId: caller.playerId, wish, actor, now });
    return answer(204, null);
  });
}

export const handler = withdrawConsent({ consents: openConsents(), ledger: openLedger(), sessions: openSessions() });
