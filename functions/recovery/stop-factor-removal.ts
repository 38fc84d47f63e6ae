// POST /v1/factor-removal-stops
import { refused } from '#domain/decision.ts';
import { stopRemoval } from '#domain/session/factor-removal.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { openFactorRemovals, type FactorRemovals } from '#stores/factor-removals.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openTokens, type Tokens } from '#stores/tokens.ts';
import { stopFactorRemovalContract } from './factor-removal-contract.ts';

/** The stores that stopping a removal by its link uses. */
export interface StopFactorRemovalStores {
  factorRemovals: Pick<FactorRemovals, 'find' | 'deciding'>;
  ledger: Ledger;
  tokens: Pick<Tokens, 'find' | 'consuming'>;
}

/** Takes the word of whoever reads the mail that the removal is not theirs: it ends, and staff are alarmed. */
export function stopFactorRemoval(stores: StopFactorRemovalStores): HttpHandler {
  return publicHttp(stopFactorRemovalContract, async ({ command: { body }, now, actor }) => {
    const grant = await stores.tokens.find(body.token, 'factor-removal-stop', now);
    const playerId = grant?.context['playerId'] ?? '';
    const removal = grant && (await stores.factorRemovals.find(playerId, now));
    if (removal === undefined || removal.removalId !== grant?.recordId) return refused('factor-removal-stop-refused');
    const decision = stopRemoval(removal, 'link', now);
    if (decision.outcome === 'refused') return decision;
    const { audit, events, result } = decision;
    const writes = [stores.tokens.consuming(body.token), ...stores.factorRemovals.deciding(result)];
    const player = { ...actor, kind: 'player', id: playerId } as const;
    await stores.ledger.commit({ writes, audit, events, actor: player, now });
    logEvent('FACTOR_REMOVAL_STOPPED', { requestId: actor.requestId, subjectId: playerId, recordId: result.removalId });
    return answer(204, null);
  });
}

export const handler = stopFactorRemoval({
  factorRemovals: openFactorRemovals(),
  ledger: openLedger(),
  tokens: openTokens(),
});
