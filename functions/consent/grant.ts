// PUT /v1/me/consents/{purpose}
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openConsents } from '#stores/consents.ts';
import { openLedger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { changeConsent, type ChangeConsentStores } from './change.ts';
import { grantConsentContract } from './contract.ts';
import { representConsent } from './represent.ts';
import { findCurrentText } from './text-hash.ts';

/** The stores that agreeing uses. */
export interface GrantConsentStores extends ChangeConsentStores {
  sessions: Sessions;
}

/** Writes down what a player agrees to, bound to the words that they saw. An account that closes agrees to nothing new. */
export function grantConsent(stores: GrantConsentStores): HttpHandler {
  return playerHttp(grantConsentContract, stores, async ({ command: { path, body }, caller, actor, now }) => {
    const { playerId } = caller;
    const { purpose } = path;
    const shown = findCurrentText(purpose, body.textHash);
    if (shown === undefined) return refused('consent-text-outdated');
    const wish = { purpose, channels: body.channels, shown, source: 'privacy-centre' as const };
    const checks = [whileOpen(playerId)];
    const rows = await changeConsent(stores, { playerId, wish, checks, actor, now });
    return answer(200, representConsent(purpose, rows));
  });
}

export const handler = grantConsent({ consents: openConsents(), ledger: openLedger(), sessions: openSessions() });
