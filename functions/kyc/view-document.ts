// POST /v1/staff/kyc/{playerId}/document-views
import { refused, type Refused } from '#domain/decision.ts';
import { documentLinkSeconds, isShown, refuseView, viewAudit } from '#domain/kyc/document-view.ts';
import { liveClaim } from '#domain/kyc/review-claim.ts';
import type { Review } from '#domain/kyc/review.ts';
import type { StaffCaller } from '#functions/edge/caller.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openDocumentLinks, type DocumentLinks } from '#stores/kyc/document-links.ts';
import { openDocuments, type Documents } from '#stores/kyc/documents.ts';
import { openDocumentViews, type DocumentViews } from '#stores/kyc/document-views.ts';
import { openIdentities, type Identities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findReview } from './find-review.ts';
import { viewDocumentContract } from './review-contract.ts';

/** The stores that looking at a document uses. */
export interface ViewDocumentStores {
  documents: Pick<Documents, 'find'>;
  identities: Pick<Identities, 'find'>;
  keys: Pick<SubjectKeys, 'listOf'>;
  ledger: Ledger;
  links: DocumentLinks;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find'>;
  staff: StaffMembers;
  views: DocumentViews;
}

/** Answers a link to a document. The view is counted and written down before the link exists. */
export function viewDocument(stores: ViewDocumentStores): HttpHandler {
  return staffHttp(viewDocumentContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const found = await findReview(stores, caller, path.playerId);
    if (found.outcome === 'refused') return found;
    const refusal = refuseViewer(found.review, caller, now);
    if (refusal !== undefined) return refusal;
    const document = await stores.documents.find(path.playerId, body.documentId);
    if (document === undefined || !isShown(document)) return refused('not-found');
    if (!(await isKeyAlive(stores.keys, path.playerId, now))) return refused('not-found');
    const { outcome, count } = await stores.views.count(caller.staffId, now);
    if (outcome !== 'ordinary')
      logEvent('BULK_DOCUMENT_VIEWING', { requestId: actor.requestId, actorId: caller.staffId, count });
    if (outcome === 'too-many') return refuseView(now);
    await stores.ledger.commit({ writes: [], audit: [viewAudit(document, body)], actor, now });
    const url = await stores.links.sign(document);
    return answer(201, { url, expiresAt: new Date(now.getTime() + documentLinkSeconds * 1000).toISOString() });
  });
}

/** Compliance looks without a claim; a reviewer needs the live one. */
function refuseViewer(review: Review, { roles, staffId }: StaffCaller, now: Date): Refused | undefined {
  if (roles.includes('compliance')) return undefined;
  const claim = liveClaim(review, now);
  if (claim === undefined) return refused('review-claim-needed');
  return claim.staffId === staffId ? undefined : refused('review-claimed');
}

/** Documents are not sealed one by one: their links end with the kyc key of their owner. */
async function isKeyAlive(keys: Pick<SubjectKeys, 'listOf'>, playerId: string, now: Date): Promise<boolean> {
  const key = (await keys.listOf(playerId)).find(({ keyClass }) => keyClass === 'kyc');
  return key !== undefined && (key.endsAtSeconds === undefined || key.endsAtSeconds * 1000 > now.getTime());
}

export const handler = viewDocument({
  documents: openDocuments(),
  identities: openIdentities(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  links: openDocumentLinks(),
  players: openPlayers(),
  reviews: openReviews(),
  staff: openStaffMembers(),
  views: openDocumentViews(),
});
