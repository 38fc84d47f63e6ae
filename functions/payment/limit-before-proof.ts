import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import type { Refused } from '#domain/decision.ts';
import { isProved } from '#domain/kyc/review.ts';
import { countedBeforeProof, refuseBeforeProof } from '#domain/payment/deposit.ts';
import type { Currency } from '#domain/payment/money.ts';
import type { Deposit, Deposits } from '#stores/deposits.ts';
import type { Reviews } from '#stores/kyc/reviews.ts';
import type { WalletLink } from '#stores/players.ts';

/** The stores that the limit uses. */
export interface LimitStores {
  deposits: Pick<Deposits, 'page'>;
  reviews: Pick<Reviews, 'find'>;
}

/**
 * What the limit says. A deposit that is allowed because of the others fails when they come to more than
 * `totalMinorMax` by then, all that were ever started together; without it nothing but the deposit itself counts.
 */
export type LimitDecision = Refused | { outcome: 'allowed'; totalMinorMax: number | undefined };

const pageDeposits = 100;
/** Of somebody who started more deposits than these pages hold, and proved nothing, no sum is made: identity comes first. */
const pagesMax = 5;

/**
 * Holds a deposit against what the jurisdiction lets somebody deposit before their identity is proved. The sum is read
 * and not kept: deposits that nobody paid leave it with time, and come back when they are paid late. What is started
 * after the reading shows in the total of all deposits, which only grows: it may grow by what is left of the limit.
 */
export async function limitBeforeProof(
  stores: LimitStores,
  asked: {
    caller: { playerId: string; jurisdiction: string };
    amountMinor: number;
    /** Read before the deposits are. */
    wallet: Pick<WalletLink, 'depositedMinor'>;
    currency: Currency;
    now: Date;
  },
): Promise<LimitDecision> {
  const { caller, amountMinor, wallet, currency, now } = asked;
  const { playerId, jurisdiction } = caller;
  const most = jurisdictionOf(jurisdiction).depositMaxBeforeProof.value;
  if (most === null || isProved(await stores.reviews.find(playerId), now))
    return { outcome: 'allowed', totalMinorMax: undefined };
  const deposits = await everyDeposit(stores.deposits, playerId);
  const countedMinor = deposits === undefined ? most.amountMinor : countedBeforeProof(deposits, now);
  const refusal = refuseBeforeProof({ countedMinor, amountMinor, maximumMinor: most.amountMinor }, currency);
  const leftMinor = most.amountMinor - countedMinor - amountMinor;
  return refusal ?? { outcome: 'allowed', totalMinorMax: wallet.depositedMinor + leftMinor };
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
