import { stepsOf, writeStepDetail, type TimedStep } from '#domain/request/warning.ts';
import { ownPartOf } from '#domain/request/request-id.ts';
import type { DataRequest } from '#domain/request/request.ts';
import type { Write } from '#stores/commitment.ts';
import type { DueList } from '#stores/due-list.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import { readTogether } from '#stores/reads.ts';
import type { Requests } from '#stores/requests.ts';
import { sealField } from '#stores/sealing.ts';

/** The stores that keeping a new request uses. */
export interface ReceivingStores {
  dueList: Pick<DueList, 'adding'>;
  keys: Pick<SubjectKeys, 'finding' | 'openOrMake'>;
  requests: Pick<Requests, 'receiving'>;
}

/**
 * Seals what a person wrote. The key is made with the first request even where nothing is written: its end takes the rows
 * with it.
 */
export async function sealText(
  { keys }: Pick<ReceivingStores, 'keys'>,
  { playerId, requestId, text }: { playerId: string; requestId: string; text: string | undefined },
  now: Date,
): Promise<{ sealed: Uint8Array | undefined; writes: readonly Write[] }> {
  const [found] = await readTogether(keys.finding(playerId, 'support'));
  if (text === undefined && found.stored !== undefined) return { sealed: undefined, writes: [] };
  const { key, writes } = await keys.openOrMake(found, now);
  const sealed = text === undefined ? undefined : sealField(key, { field: 'requestText', recordId: requestId }, text);
  return { sealed, writes };
}

/** The writes that keep a new request and list everything that will fall due about it. */
export const receivedWrites = ({ dueList, requests }: ReceivingStores, request: DataRequest, now: Date): Write[] => [
  ...requests.receiving(request),
  ...listingSteps(dueList, request, stepsOf(request, now)),
];

/** The writes that list steps of a request. */
export function listingSteps(
  dueList: Pick<DueList, 'adding'>,
  { playerId, requestId }: DataRequest,
  steps: readonly TimedStep[],
): Write[] {
  return steps.map(({ at, step }) =>
    dueList.adding('request-step', at, {
      subjectId: playerId,
      detail: writeStepDetail(ownPartOf(requestId), step),
    }),
  );
}
