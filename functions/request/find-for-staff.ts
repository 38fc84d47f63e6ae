import { refused, type Refused } from '#domain/decision.ts';
import { playerOfRequest } from '#domain/request/request-id.ts';
import type { DataRequest } from '#domain/request/request.ts';
import { isOwnAccount, type StaffCaller } from '#functions/edge/caller.ts';
import { NotFound } from '#stores/failures.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';
import type { Requests } from '#stores/requests.ts';

/** The stores that finding a request uses. */
export interface FindRequestStores {
  players: Pick<Players, 'read'>;
  requests: Pick<Requests, 'find'>;
}

/** A request with the account that it is about. */
export interface FoundRequest {
  outcome: 'found';
  account: PlayerAccount;
  request: DataRequest;
}

/**
 * Reads a request for a member of staff. Refuses their own; throws `NotFound` when there is none, or when the account was
 * closed and what it held has ended.
 */
export async function findForStaff(
  { players, requests }: FindRequestStores,
  caller: StaffCaller,
  requestId: string,
): Promise<FoundRequest | Refused> {
  const request = await requests.find(requestId);
  if (request === undefined) throw new NotFound('request');
  const account = await players.read(playerOfRequest(requestId));
  if (isOwnAccount(caller, account)) return refused('own-account');
  if (account.state === 'closed') throw new NotFound('request');
  return { outcome: 'found', account, request };
}
