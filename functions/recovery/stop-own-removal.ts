// DELETE /v1/me/second-factors/removal
import { refused } from '#domain/decision.ts';
import { stopRemoval } from '#domain/session/factor-removal.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { openFactorRemovals, type FactorRemovals } from '#stores/factor-removals.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { stopOwnRemovalContract } from './factor-removal-contract.ts';

/** The stores that stopping a removal in a session uses. */
export interface StopOwnRemovalStores {
  factorRemovals: Pick<FactorRemovals, 'find' | 'deciding'>;
  ledger: Ledger;
  sessions: Sessions;
}

/** Stops a removal in a session that still lives. Nothing more is asked for: a removal too few costs a call to support. */
export function stopOwnRemoval(stores: StopOwnRemovalStores): HttpHandler {
  return playerHttp(stopOwnRemovalContract, stores, async ({ caller: { playerId }, now, actor }) => {
    const removal = await stores.factorRemovals.find(playerId, now);
    if (removal === undefined) return refused('factor-removal-stop-refused');
    const decision = stopRemoval(removal, 'session', now);
    if (decision.outcome === 'refused') return decision;
    const { audit, events, result } = decision;
    await stores.ledger.commit({ writes: stores.factorRemovals.deciding(result), audit, events, actor, now });
    logEvent('FACTOR_REMOVAL_STOPPED', { requestId: actor.requestId, subjectId: playerId, recordId: result.removalId });
    return answer(204, null);
  });
}

export const handler = stopOwnRemoval({
  factorRemovals: openFactorRemovals(),
  ledger: openLedger(),
  sessions: openSessions(),
});
