// POST /v1/staff/kyc/{playerId}/decisions
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { kycExpiryDues } from '#domain/kyc/expiry.ts';
import type { Review } from '#domain/kyc/review.ts';
import type { ReviewCircumstances } from '#domain/kyc/review-command.ts';
import { decideReview, type ReviewResult } from '#domain/kyc/review-decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { staffHttp, type HttpHandler } from '#functions/edge/http.ts';
import type { Write } from '#stores/commitment.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openDocuments, type Documents } from '#stores/kyc/documents.ts';
import { openDueDiligence, type DueDiligence } from '#stores/kyc/due-diligence.ts';
import { openIdentities, type Identities } from '#stores/kyc/identities.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { openStaffMembers, type StaffMembers } from '#stores/staff.ts';
import { findReview } from './find-review.ts';
import { openValues } from './open-values.ts';
import { decideReviewContract } from './review-contract.ts';

/** The stores that deciding about a review uses. */
export interface DecideReviewStores {
  documents: Pick<Documents, 'list' | 'reviewing'>;
  dueDiligence: DueDiligence;
  dueList: Pick<DueList, 'adding'>;
  identities: Pick<Identities, 'find' | 'openNumber'>;
  keys: Pick<SubjectKeys, 'open'>;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find' | 'saving'>;
  staff: StaffMembers;
}

/** Decides about a review. All that follows from it is one transaction, while the account is open. */
export function decideReviewOf(stores: DecideReviewStores): HttpHandler {
  return staffHttp(decideReviewContract, stores, async ({ command: { path, body }, caller, now, actor }) => {
    const found = await findReview(stores, caller, path.playerId);
    if (found.outcome === 'refused') return found;
    const circumstances: ReviewCircumstances = {
      staffId: caller.staffId,
      accountState: found.account.state,
      documents: await stores.documents.list(path.playerId),
      identityNumber: found.identity === undefined ? 'missing' : 'recorded',
      now,
    };
    const decision = decideReview(found.review, body, circumstances);
    if (decision.outcome === 'refused') return decision;
    const { result, audit, events } = decision;
    const writes = [
      stores.reviews.saving(result.review, found.stored),
      whileOpen(path.playerId),
      ...(await effects(stores, { account: found.account, result, now })),
    ];
    await stores.ledger.commit({ writes, audit, events, actor, now });
    const outcome = result.effect === 'decided' ? ('decided' as const) : ('awaiting-second-reviewer' as const);
    return answer(200, { outcome, state: result.review.state, version: result.review.version });
  });
}

/** What a decision changes beside the review: the documents, and at an approval the due-diligence set. */
async function effects(
  stores: DecideReviewStores,
  { account, result, now }: { account: PlayerAccount; result: ReviewResult; now: Date },
): Promise<Write[]> {
  if (result.effect === 'proposed') return [];
  const documents = result.documents.map((reviewed) => stores.documents.reviewing(reviewed.document, reviewed, now));
  if (result.review.state !== 'approved') return documents;
  const { kycKey, values } = await openValues(stores, account, now);
  const { fullName, birthDate, identityNumber } = values;
  if (identityNumber === undefined) throw new Error('An approval rests on a recorded number');
  const approved = result.documents.filter(({ state }) => state === 'approved');
  const documentKinds = [...new Set(approved.map(({ document }) => document.kind))];
  const verified = { fullName, birthDate, identityNumber, documentKinds };
  const dues = expiryDues(stores.dueList, account, { review: result.review, now });
  return [...documents, stores.dueDiligence.keeping(kycKey, verified, result.review), ...dues];
}

/** What will happen because of the date on the document: reminders and the end of the approval. */
function expiryDues(
  dueList: DecideReviewStores['dueList'],
  { playerId, jurisdiction }: PlayerAccount,
  { review, now }: { review: Review; now: Date },
): Write[] {
  const timeZone = jurisdictionOf(jurisdiction).timeZone.value;
  const documentExpiresOn = review.approval?.documentExpiresOn;
  return kycExpiryDues({ documentExpiresOn, timeZone, since: now }).map(({ at, detail }) =>
    dueList.adding('kyc-expiry', at, { subjectId: playerId, detail }),
  );
}

export const handler = decideReviewOf({
  documents: openDocuments(),
  dueDiligence: openDueDiligence(),
  dueList: openDueList(),
  identities: openIdentities(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  staff: openStaffMembers(),
});
