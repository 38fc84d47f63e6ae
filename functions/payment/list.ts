// GET /v1/me/payments
import { visibleState } from '#domain/payment/deposit.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDeposits, type Deposits } from '#stores/deposits.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listPaymentsContract } from './contract.ts';

/** Lists the player's deposits. The cursor is a sort key; the partition is always the caller's own. */
export function list(stores: { deposits: Deposits; sessions: Sessions }): HttpHandler {
  return playerHttp(listPaymentsContract, stores, async ({ command: { query }, caller, now }) => {
    const page = await stores.deposits.page(caller.playerId, { after: query.cursor, limit: query.limit });
    return answer(200, {
      payments: page.deposits.map((deposit) => ({
        depositId: deposit.depositId,
        paymentReference: deposit.paymentReference,
        method: deposit.method,
        amountMinor: deposit.amountMinor,
        currency: deposit.currency,
        state: visibleState(deposit, now),
        startedAt: deposit.startedAt,
        ...(deposit.settledAt === undefined ? {} : { settledAt: deposit.settledAt }),
      })),
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    });
  });
}

export const handler = list({ deposits: openDeposits(), sessions: openSessions() });
