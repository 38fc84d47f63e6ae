// GET /v1/me/kyc
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { reasonText } from '#domain/kyc/review-reason.ts';
import { isProved, shownIdentity } from '#domain/kyc/review.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { type Documents, openDocuments } from '#stores/kyc/documents.ts';
import { type Identities, openIdentities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { showContract } from './contract.ts';

/** Shows how far the proof of identity is. */
export function show(stores: {
  sessions: Sessions;
  documents: Documents;
  identities: Identities;
  reviews: Pick<Reviews, 'find'>;
}): HttpHandler {
  return playerHttp(showContract, stores, async ({ caller, now }) => {
    const [documents, identity, review] = await Promise.all([
      stores.documents.list(caller.playerId),
      stores.identities.find(caller.playerId),
      stores.reviews.find(caller.playerId),
    ]);
    const proof = shownIdentity(review, now);
    return answer(200, {
      identity: { ...proof, text: proof.reason && reasonText(proof.reason, caller.language) },
      capabilities: { withdraw: isProved(review, now) },
      identityNumber: identity === undefined ? ('missing' as const) : ('recorded' as const),
      documents: documents.map((document) => shown(document, caller.language)),
    });
  });
}

/** What a player sees of a document: nothing of duplicates, versions or hashes. */
function shown({ documentId, kind, mediaType, state, offeredAt, decidedAt, reason }: DocumentRecord, language: string) {
  const refusal = reason && { reason, text: reasonText(reason, language) };
  return { documentId, kind, mediaType, state, offeredAt, decidedAt, refusal };
}

export const handler = show({
  sessions: openSessions(),
  documents: openDocuments(),
  identities: openIdentities(),
  reviews: openReviews(),
});
