// Hourly: reminders before the date on an identity document, and the end of the approval after it
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import type { ChangeRecord } from '#domain/decision.ts';
import {
  approvalExpired,
  expiryReminded,
  isOfApproval,
  kycExpiryDues,
  type KycExpiry,
  readKycExpiryDetail,
  reviewWithoutApproval,
} from '#domain/kyc/expiry.ts';
import type { Review } from '#domain/kyc/review.ts';
import { walkDueMonths } from '#functions/edge/due-months.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import type { Write } from '#stores/commitment.ts';
import { dueAtOf, openDueList, type DueItem, type DueList } from '#stores/due-list.ts';
import { Conflict, NotFound } from '#stores/failures.ts';
import { type Documents, openDocuments } from '#stores/kyc/documents.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { type Ledger, openLedger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';

/** The stores that expiry uses. */
export interface ExpireDocumentsStores {
  documents: Pick<Documents, 'list' | 'lapsing'>;
  dueList: DueList;
  ledger: Ledger;
  players: Pick<Players, 'read'>;
  reviews: Pick<Reviews, 'find' | 'saving'>;
}

/** So many approved documents of one player end in one transaction; nobody has more than a few. */
const documentsEndedMax = 50;

/**
 * Acts on dates of identity documents that have come. The entry leaves the list in the transaction that acts on it, so
 * that each step is told once, however often the sweep runs or dies.
 */
export function expireDocuments(stores: ExpireDocumentsStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    const failures = await walkDueMonths(stores.dueList, { kind: 'kyc-expiry', work }, (item) =>
      decideTwiceAtMost(() => actOn(stores, item, work)),
    );
    if (failures > 0) throw new Error('Some dates of documents could not be acted on');
  });
}

/** After a lost race the entry is decided once more. */
async function decideTwiceAtMost(decide: () => Promise<void>): Promise<void> {
  await decide().catch((error: unknown) => (error instanceof Conflict ? decide() : Promise.reject(error)));
}

async function actOn(stores: ExpireDocumentsStores, item: DueItem, { now, actor }: Work): Promise<void> {
  const { subjectId: playerId } = item;
  const expiry = readKycExpiryDetail(item.detail);
  const account = await accountOf(stores.players, playerId);
  const review = await stores.reviews.find(playerId);
  if (account?.state !== 'open' || !isOfApproval(review, expiry)) return;
  const { writes, record } =
    expiry.step === 'expiry'
      ? await ending(stores, review, expiry)
      : { writes: nextSteps(stores.dueList, { account, expiry, item }), record: reminding(playerId, expiry) };
  try {
    await stores.ledger.commit({
      writes: [stores.dueList.taking(item), whileOpen(playerId), ...writes],
      ...record,
      actor,
      now,
    });
  } catch (error) {
    const isDone = error instanceof Conflict && error.failedWrites.includes(0);
    if (!isDone) throw error;
  }
}

async function accountOf(players: Pick<Players, 'read'>, playerId: string): Promise<PlayerAccount | undefined> {
  try {
    return await players.read(playerId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function ending(
  { documents, reviews }: ExpireDocumentsStores,
  review: Review,
  expiry: KycExpiry,
): Promise<{ writes: Write[]; record: ChangeRecord }> {
  const { playerId } = review;
  const ended = (await documents.list(playerId))
    .filter(({ kind, state }) => kind === 'identity-document' && state === 'approved')
    .slice(0, documentsEndedMax);
  const writes = [
    reviews.saving(reviewWithoutApproval(review), review),
    ...ended.map((document) => documents.lapsing(document)),
  ];
  return { writes, record: approvalExpired(playerId, expiry, ended) };
}

/** A date that was too far away to be listed whole is listed on. */
function nextSteps(
  dueList: DueList,
  { account, expiry, item }: { account: PlayerAccount; expiry: KycExpiry; item: DueItem },
): Write[] {
  if (expiry.step !== 'look-again') return [];
  const { documentExpiresOn } = expiry;
  const timeZone = jurisdictionOf(account.jurisdiction).timeZone.value;
  return kycExpiryDues({ documentExpiresOn, timeZone, since: dueAtOf(item) }).map(({ at, detail }) =>
    dueList.adding('kyc-expiry', at, { subjectId: account.playerId, detail }),
  );
}

const reminding = (playerId: string, expiry: KycExpiry): ChangeRecord =>
  expiry.step === 'look-again' ? { audit: [], events: [] } : expiryReminded(playerId, expiry);

export const handler = expireDocuments({
  documents: openDocuments(),
  dueList: openDueList(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
});
