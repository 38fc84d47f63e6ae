// GET /v1/staff/kyc/{playerId}
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { liveClaim, reviewAudit } from '#domain/kyc/review-claim.ts';
import { needsSecondPerson, riskOf, type Review } from '#domain/kyc/review.ts';
import type { Screening } from '#domain/kyc/screening.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openDocuments, type Documents } from '#stores/kyc/documents.ts';
import { openIdentities, type Identities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openScreenings, type Screenings } from '#stores/kyc/screenings.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findReview } from './find-review.ts';
import { openValues } from './open-values.ts';
import { showReviewContract } from './review-contract.ts';

/** The stores that showing a review uses. */
export interface ShowReviewStores {
  documents: Pick<Documents, 'list'>;
  identities: Pick<Identities, 'find' | 'openNumber'>;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find'>;
  screenings: Pick<Screenings, 'find'>;
  staff: StaffMembers;
}

/** Shows a review. Who looks, and for what, is written down before a value is opened. */
export function showReview(stores: ShowReviewStores): HttpHandler {
  return staffHttp(showReviewContract, stores, async ({ command: { path, query }, caller, now, actor }) => {
    const found = await findReview(stores, caller, path.playerId);
    if (found.outcome === 'refused') return found;
    const { account, review } = found;
    const [documents, screening] = await Promise.all([
      stores.documents.list(path.playerId),
      stores.screenings.find(path.playerId),
    ]);
    const isHolder = liveClaim(review, now)?.staffId === caller.staffId && caller.roles.includes('kyc-reviewer');
    const opens = isHolder && account.state === 'open';
    const { purpose, caseReference } = query;
    const context = { purpose, caseReference, values: opens ? 'opened' : 'none' };
    const audit = [reviewAudit(path.playerId, 'review-read', context)];
    await stores.ledger.commit({ writes: [], audit, actor, now });
    const opened = opens ? await openValues(stores, account, now) : undefined;
    return answer(200, {
      ...representReview(review, now),
      jurisdiction: account.jurisdiction,
      accountState: account.state,
      identityNumber: found.identity === undefined ? ('missing' as const) : ('recorded' as const),
      screening: screening && representScreening(screening),
      documents: documents.map(representDocument),
      ...(opened === undefined ? {} : { values: opened.values }),
    });
  });
}

function representReview(review: Review, now: Date) {
  const { playerId, state, version, waitingSince, signals, proposal, approval, decidedAt, reviewers, reason } = review;
  const claim = liveClaim(review, now);
  return {
    playerId,
    state,
    version,
    waitingSince,
    ...riskOf(review),
    signals: [...signals],
    needsSecondReviewer: needsSecondPerson(review),
    claim: claim && { staffId: claim.staffId, endsAt: new Date(claim.endsAtSeconds * 1000).toISOString() },
    proposal,
    approval,
    decidedAt,
    reviewers: reviewers && [...reviewers],
    reason,
  };
}

function representDocument(document: DocumentRecord) {
  const { documentId, kind, mediaType, state, offeredAt, decidedAt, reviewedAt, reason } = document;
  return { documentId, kind, mediaType, state, offeredAt, decidedAt, reviewedAt, reason };
}

/** How the player compares with the lists, and what compliance concluded of it; never in front of the player. */
function representScreening({ outcome, score, matchCount, listVersion, screenedAt, clearance }: Screening) {
  const concluded = clearance && {
    conclusion: clearance.conclusion,
    staffId: clearance.staffId,
    reviewedAt: clearance.reviewedAt,
  };
  return { outcome, score, matchCount, listVersion, screenedAt, clearance: concluded };
}

export const handler = showReview({
  documents: openDocuments(),
  identities: openIdentities(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  screenings: openScreenings(),
  staff: openStaffMembers(),
});
