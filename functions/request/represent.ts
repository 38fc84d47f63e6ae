import { readDenialWords } from '#domain/request/denial-words.ts';
import { denialWords as reasonWords } from '#domain/request/request-words.ts';
import type { DataRequest } from '#domain/request/request.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import { unsealField } from '#stores/sealing.ts';

/** What a list shows of a request: nothing that anybody wrote. */
export function representListed({ requestId, type, state, channel, receivedAt, dueAt, primaryId }: DataRequest) {
  return { requestId, type, state, channel, receivedAt, dueAt, ...(primaryId !== undefined && { primaryId }) };
}

/** Everything that is known of a request but what was written. */
export function representKnown(request: DataRequest) {
  const { recordedAt, history, verifiedAt, extension, completion } = request;
  return {
    ...representListed(request),
    recordedAt,
    history: [...history],
    ...(verifiedAt !== undefined && { identity: { method: 'session' as const, verifiedAt } }),
    ...(extension !== undefined && { extension }),
    ...(completion !== undefined && { completion }),
  };
}

/** Opens what was written about a request; no key is opened where nothing was. */
export async function openWritten(keys: Pick<SubjectKeys, 'open'>, request: DataRequest, now: Date) {
  const { playerId, requestId: recordId, text, denialReason, denialWords } = request;
  if (text === undefined && denialWords === undefined) return {};
  const key = await keys.open(playerId, 'support', now);
  const written = text && unsealField(key, { field: 'requestText', recordId }, text);
  const denial =
    denialWords && readDenialWords(unsealField(key, { field: 'requestDenialWords', recordId }, denialWords));
  return {
    ...(written !== undefined && { text: written }),
    ...(denialReason !== undefined &&
      denial !== undefined && { denial: { reason: denialReason, explanation: reasonWords[denialReason], ...denial } }),
  };
}
