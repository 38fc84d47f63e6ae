// POST /v1/staff/requests
import { refused } from '#domain/decision.ts';
import { confirmableUntil, receiveForPerson } from '#domain/request/receipt.ts';
import { requestIdFrom } from '#domain/request/request-id.ts';
import type { DataRequest } from '#domain/request/request.ts';
import { isOwnAccount } from '#functions/edge/caller.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import { openDueList } from '#stores/due-list.ts';
import { openIdempotency, type Idempotency } from '#stores/idempotency.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups } from '#stores/lookups.ts';
import { whileNotClosed } from '#stores/open-account.ts';
import { openPlayers } from '#stores/players.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findPerson, type FindPersonStores } from './find-person.ts';
import { receivedWrites, sealText, type ReceivingStores } from './received-writes.ts';
import { intakeContract } from './staff-contract.ts';

/** The stores that writing a request down uses. */
export interface TakeInStores extends FindPersonStores, ReceivingStores {
  idempotency: Idempotency;
  ledger: Ledger;
  requests: Pick<Requests, 'find' | 'receiving'>;
  staff: StaffMembers;
}

/**
 * Writes down a request that came by mail, phone, post, chat or in person. It changes nothing of the account: the person
 * is told and confirms it in a session, while its clock runs since they first asked.
 */
export function takeIn(stores: TakeInStores): HttpHandler {
  return staffHttp(intakeContract, stores, async ({ command: { body }, caller, now, actor, ...request }) => {
    const { route } = intakeContract;
    const command = { playerId: caller.staffId, route, key: request.idempotencyKey, bodyHash: request.bodyHash };
    const known = await stores.idempotency.find(command, now);
    if (known === 'reused') return refused('idempotency-key-reused');
    if (known !== 'new') return answer(201, represented(await readKnown(stores, known.resourceId)));

    const account = await findPerson(stores, body);
    if (isOwnAccount(caller, account)) return refused('own-account');
    const { playerId, jurisdiction } = account;
    const { type, channel, text, caseReference } = body;
    const requestId = requestIdFrom(playerId, now, newId());
    const { sealed, writes } = await sealText(stores, { playerId, requestId, text }, now);
    const receivedAt = new Date(body.receivedAt);
    const receipt = { playerId, requestId, type, channel, jurisdiction, receivedAt, text: sealed };
    const decision = receiveForPerson(receipt, { caseReference, now });
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    await stores.ledger.commit({
      writes: [
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
    return answer(201, represented(result));
  });
}

async function readKnown(stores: TakeInStores, requestId: string): Promise<DataRequest> {
  const request = await stores.requests.find(requestId);
  if (request === undefined) throw new Error('An idempotency record names a request that does not exist');
  return request;
}

function represented(request: DataRequest) {
  const { requestId, state, dueAt } = request;
  return { requestId, state, dueAt, confirmableUntil: confirmableUntil(request).toISOString() };
}

export const handler = takeIn({
  accountNumbers: openBlindIndex('account-number'),
  dueList: openDueList(),
  idempotency: openIdempotency(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  lookups: openLookups(),
  players: openPlayers(),
  requests: openRequests(),
  staff: openStaffMembers(),
});
