import { refused, type Refused } from '#domain/decision.ts';
import { withNumberSignal, type Review } from '#domain/kyc/review.ts';
import { isOwnAccount, type StaffCaller } from '#functions/edge/caller.ts';
import { NotFound } from '#stores/failures.ts';
import type { Identities, Identity } from '#stores/kyc/identities.ts';
import type { Reviews } from '#stores/kyc/reviews.ts';
import type { PlayerAccount, Players } from '#stores/players.ts';

/** A review with the account it is about. */
export interface FoundReview {
  outcome: 'found';
  account: PlayerAccount;
  /** As it is stored: what a write compares with. */
  stored: Review;
  /** With what the ID number says of the risk now. */
  review: Review;
  identity: Identity | undefined;
}

/** Reads a review for a member of staff. Refuses their own account; throws `NotFound` when there is nothing to review. */
export async function findReview(
  stores: { identities: Pick<Identities, 'find'>; players: Pick<Players, 'read'>; reviews: Pick<Reviews, 'find'> },
  caller: StaffCaller,
  playerId: string,
): Promise<FoundReview | Refused> {
  const [account, stored, identity] = await Promise.all([
    stores.players.read(playerId),
    stores.reviews.find(playerId),
    stores.identities.find(playerId),
  ]);
  if (isOwnAccount(caller, account)) return refused('own-account');
  if (stored === undefined) throw new NotFound('review');
  return { outcome: 'found', account, stored, review: withNumberSignal(stored, identity), identity };
}
