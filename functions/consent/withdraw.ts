// DELETE /v1/me/consents/{purpose}
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents } from '#stores/consents.ts';
import { Conflict, Unavailable } from '#stores/failures.ts';
import { openLedger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { changeConsent, type ChangeConsentStores, type ConsentChange } from './change.ts';
import { withdrawConsentContract } from './contract.ts';

/** The stores that withdrawing uses. */
export interface WithdrawConsentStores extends ChangeConsentStores {
  sessions: Sessions;
}

/** So many changes would have to come first, each within the time of this one. */
const attemptsMax = 5;

/** Withdraws on whatever others left: an objection that lost a race is tried again and not refused. */
async function withdrawAgain(stores: WithdrawConsentStores, change: ConsentChange): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    try {
      await changeConsent(stores, change);
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new Unavailable('consent');
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
