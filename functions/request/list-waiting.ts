// GET /v1/staff/requests
import type { DataRequest } from '#domain/request/request.ts';
import { dueFlagOf } from '#domain/request/warning.ts';
import { isOwnAccount, type StaffCaller } from '#functions/edge/caller.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openRequests, type QueuePlace, type Requests } from '#stores/requests.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { queueContract } from './staff-contract.ts';

/** The stores that listing the queue uses. */
export interface ListWaitingStores {
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  requests: Pick<Requests, 'queue'>;
  staff: StaffMembers;
}

/** Lists what waits for an answer, never what was written. Who looked is written down before the answer leaves. */
export function listWaiting(stores: ListWaitingStores): HttpHandler {
  return staffHttp(queueContract, stores, async ({ command: { query }, caller, now, actor }) => {
    const after = query.cursor === undefined ? undefined : placeOf(query.cursor);
    const found = await stores.requests.queue({ after, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    const concerned = await Promise.all(page.map((request) => isListed(stores.players, caller, request)));
    const requests = page.filter((_, at) => concerned[at]).map((request) => represented(request, now));
    const context = { count: requests.length };
    const audit = [{ action: 'request-queue-read', noun: 'request', nounId: 'queue', context }];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return answer(200, { requests, ...(last === undefined ? {} : { cursor: cursorOf(last) }) });
  });
}

const cursorOf = ({ dueAt, requestId }: QueuePlace) => `${dueAt}@${requestId}`;

function placeOf(cursor: string): QueuePlace {
  const [dueAt = '', requestId = ''] = cursor.split('@');
  return { dueAt, requestId };
}

/** Whoever closed their account leaves the queue, and nobody sees their own requests in it. */
async function isListed(
  players: Pick<Players, 'read'>,
  caller: StaffCaller,
  { playerId }: DataRequest,
): Promise<boolean> {
  const account = await players.read(playerId);
  return account.state !== 'closed' && !isOwnAccount(caller, account);
}

function represented(request: DataRequest, now: Date) {
  const { requestId, playerId, type, state, channel, jurisdiction, receivedAt, dueAt, extension } = request;
  const flag = dueFlagOf(request, now);
  const listed = { requestId, playerId, type, state, channel, jurisdiction, receivedAt, dueAt };
  return { ...listed, flag, isExtended: extension !== undefined };
}

export const handler = listWaiting({
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
  staff: openStaffMembers(),
});
