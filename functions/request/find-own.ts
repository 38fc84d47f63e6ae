import type { DataRequest } from '#domain/request/request.ts';
import { NotFound } from '#stores/failures.ts';
import type { Requests } from '#stores/requests.ts';

/** Reads a request of the caller. Throws `NotFound` for those of others, without reading them. */
export async function findOwn(
  requests: Pick<Requests, 'find'>,
  { playerId, requestId }: { playerId: string; requestId: string },
): Promise<DataRequest> {
  const request = requestId.startsWith(playerId) ? await requests.find(requestId) : undefined;
  if (request === undefined) throw new NotFound('request');
  return request;
}
