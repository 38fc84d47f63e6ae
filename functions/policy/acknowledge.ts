// POST /v1/me/policy/acknowledgements
import { decideAcknowledgement } from '#domain/policy/answer.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openPolicyAnswers, type PolicyAnswers } from '#stores/policies/answers.ts';
import { openPublishedVersions, type PublishedVersions } from '#stores/policies/published.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { acknowledgeContract } from './own-contract.ts';
import { representAnswer } from './represent-own.ts';

/** The stores that this answer to a version uses. */
export interface AcknowledgeStores {
  answers: Pick<PolicyAnswers, 'acknowledging'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  published: Pick<PublishedVersions, 'read'>;
  sessions: Sessions;
}

/** Records that the player took note of a minor version. */
export function acknowledge(stores: AcknowledgeStores): HttpHandler {
  return playerHttp(acknowledgeContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId } = caller;
    const [account, published] = await Promise.all([
      stores.players.read(playerId),
      stores.published.read(body.version),
    ]);
    const decision = decideAcknowledgement(account, { command: body, published, now });
    if (decision.outcome === 'refused') return decision;
    const writes = stores.answers.acknowledging(playerId, decision.result);
    await stores.ledger.commit({ writes, audit: decision.audit, actor, now });
    return answer(201, representAnswer(decision.result));
  });
}

export const handler = acknowledge({
  answers: openPolicyAnswers(),
  ledger: openLedger(),
  players: openPlayers(),
  published: openPublishedVersions(),
  sessions: openSessions(),
});
