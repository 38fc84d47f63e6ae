import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import type { Refused } from '#domain/decision.ts';
import { isProved } from '#domain/kyc/review.ts';
import { countedBeforeProof, refuseBeforeProof } from '#domain/payment/deposit.ts';
import type { Currency } from '#domain/payment/money.ts';
import type { Deposit, Deposits } from '#stores/deposits.ts';
import type { Reviews } from '#stores/kyc/reviews.ts';

/** The stores that the limit uses. */
export interface LimitStores {
  deposits: Pick<Deposits, 'page'>;
  reviews: Pick<Reviews, 'find'>;
}

/** What the limit says: a deposit that was allowed because of the others must fail when there are more by then. */
export type LimitDecision = Refused | { outcome: 'allowed'; hangsOnCount: boolean };

const pageDeposits = 100;
/** Of somebody who started more deposits than these pages hold, and proved nothing, no sum is made: identity comes first. */
const pagesMax = 5;

/**
 * Holds a deposit against what the jurisdiction lets somebody deposit before their identity is proved. The sum is read
 * and not kept: deposits that nobody paid leave it with time, and come back when they are paid late.
 */
export async function limitBeforeProof(
  stores: LimitStores,
  asked: {
    caller: { playerId: string; jurisdiction: string };
    amountMinor: number;
    currency: Currency;
    now: Date;
  },
): Promise<LimitDecision> {
  const { caller, amountMinor, currency, now } = asked;
  const { playerId, jurisdiction } = caller;
  const most = jurisdictionOf(jurisdiction).depositMaxBeforeProof.value;
  if (most === null || isProved(await stores.reviews.find(playerId), now))
    return { outcome: 'allowed', hangsOnCount: false };
  const deposits = await everyDeposit(stores.deposits, playerId);
  const countedMinor = deposits === undefined ? most.amountMinor : countedBeforeProof(deposits, now);
  const refusal = refuseBeforeProof({ countedMinor, amountMinor, maximumMinor: most.amountMinor }, currency);
  return refusal ?? { outcome: 'allowed', hangsOnCount: true };
}

/** All deposits of a player; undefined when there are too many. */
async function everyDeposit(deposits: Pick<Deposits, 'page'>, playerId: string): Promise<Deposit[] | undefined> {
  const found: Deposit[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { deposits: more, cursor } = await deposits.page(playerId, { after, limit: pageDeposits });
    found.push(...more);
    if (cursor === undefined) return found;
    after = cursor;
  }
  return undefined;
}
