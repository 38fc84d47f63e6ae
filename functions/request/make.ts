// POST /v1/me/requests
import { refused } from '#domain/decision.ts';
import { receiveOwn, requestsPerDayMax } from '#domain/request/receipt.ts';
import { requestIdFrom } from '#domain/request/request-id.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { countingOnDay } from '#stores/daily-counts.ts';
import { openDueList } from '#stores/due-list.ts';
import { Conflict } from '#stores/failures.ts';
import { openIdempotency, type Idempotency } from '#stores/idempotency.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { whileNotClosed } from '#stores/open-account.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { makeRequestContract } from './contract.ts';
import { receivedWrites, sealText, type ReceivingStores } from './received-writes.ts';
import { representListed } from './represent.ts';

/** The stores that making a request uses. */
export interface MakeRequestStores extends ReceivingStores {
  idempotency: Idempotency;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  requests: Pick<Requests, 'find' | 'primaryOf' | 'receiving'>;
  sessions: Sessions;
}

/** Makes a request about one's own data. The same key and body answer the same request for a day. */
export function makeRequest(stores: MakeRequestStores): HttpHandler {
  return playerHttp(makeRequestContract, stores, async ({ command: { body }, caller, now, actor, ...request }) => {
    const { playerId } = caller;
    const { route } = makeRequestContract;
    const command = { playerId, route, key: request.idempotencyKey, bodyHash: request.bodyHash };
    const known = await stores.idempotency.find(command, now);
    if (known === 'reused') return refused('idempotency-key-reused');
    if (known !== 'new') return answer(201, representListed(await readKnown(stores, known.resourceId)));

    const [{ jurisdiction }, primaryId] = await Promise.all([
      stores.players.read(playerId),
      stores.requests.primaryOf(playerId, body.type),
    ]);
    const requestId = requestIdFrom(playerId, now, newId());
    const { sealed, writes } = await sealText(stores, { playerId, requestId, text: body.text }, now);
    const receipt = { playerId, requestId, type: body.type, jurisdiction, text: sealed } as const;
    const decision = receiveOwn({ ...receipt, channel: 'self-service', receivedAt: now }, { primaryId, now });
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    const counting = countingOnDay(`requests#${playerId}`, requestsPerDayMax, now);
    try {
      await stores.ledger.commit({
        writes: [
          counting,
          whileNotClosed(playerId),
          stores.idempotency.remembering(command, requestId, now),
          ...writes,
          ...receivedWrites(stores, result, now),
        ],
        audit,
        events,
        actor,
        now,
      });
    } catch (error) {
      if (!(error instanceof Conflict && error.failedWrites.includes(0))) throw error;
      return refused('too-many-attempts', { retryAfterSeconds: secondsUntilTomorrow(now) });
    }
    return answer(201, representListed(result));
  });
}

async function readKnown(stores: MakeRequestStores, requestId: string) {
  const request = await stores.requests.find(requestId);
  if (request === undefined) throw new Error('An idempotency record names a request that does not exist');
  return request;
}

/** Days are counted in UTC. */
const secondsUntilTomorrow = (now: Date) => 86_400 - (Math.floor(now.getTime() / 1000) % 86_400);

export const handler = makeRequest({
  dueList: openDueList(),
  idempotency: openIdempotency(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
  sessions: openSessions(),
});
