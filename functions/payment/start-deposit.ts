// POST /v1/me/deposits
import { refused } from '#domain/decision.ts';
import { refuseDeposit, type DepositMethod } from '#domain/payment/deposit.ts';
import { currencySchema } from '#domain/payment/money.ts';
import { depositStarted } from '#domain/payment/record.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openDeposits, type Deposit, type Deposits } from '#stores/deposits.ts';
import { holdingWrite } from '#stores/holdings.ts';
import { openIdempotency, type Idempotency } from '#stores/idempotency.ts';
import { newId } from '#stores/ids.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { whileOpen } from '#stores/open-account.ts';
import { openReviews, type Reviews } from '#stores/kyc/reviews.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { regionSettings } from '#stores/settings.ts';
import { startDepositContract } from './contract.ts';
import { limitBeforeProof } from './limit-before-proof.ts';

/** The stores a new deposit uses. */
export interface StartDepositStores {
  deposits: Deposits;
  idempotency: Idempotency;
  ledger: Ledger;
  players: Players;
  reviews: Pick<Reviews, 'find'>;
  sessions: Sessions;
}

/** Starts a deposit. The same key and body answer the same deposit for a day; nothing is charged here. */
export function startDeposit(stores: StartDepositStores): HttpHandler {
  return playerHttp(startDepositContract, stores, async ({ command: { body }, caller, now, actor, ...request }) => {
    const { playerId } = caller;
    const { route } = startDepositContract;
    const command = { playerId, route, key: request.idempotencyKey, bodyHash: request.bodyHash };
    const known = await stores.idempotency.find(command, now);
    if (known === 'reused') return refused('idempotency-key-reused');
    if (known !== 'new') return answer(201, representationOf(await stores.deposits.read(playerId, known.resourceId)));

    const [wallet, earlier] = await Promise.all([
      stores.players.walletOf(playerId),
      stores.deposits.page(playerId, { limit: 1 }),
    ]);
    const currency = currencySchema.parse(wallet.currency);
    const refusal = refuseDeposit(body.amountMinor, currency);
    if (refusal !== undefined) return refusal;
    const limit = await limitBeforeProof(stores, { caller, amountMinor: body.amountMinor, wallet, currency, now });
    if (limit.outcome === 'refused') return limit;

    const depositId = newId();
    const processor = processorOf(body.method);
    if (processor === undefined) return refused('deposit-method-closed');
    const isFirst = earlier.deposits.length === 0;
    const terms = { ...body, isFirst, playerId, depositId, processor, paymentReference: newId(), currency };
    const { deposit, writes } = stores.deposits.starting(terms, now);
    await stores.ledger.commit({
      writes: [
        ...writes,
        stores.idempotency.remembering(command, deposit.sk, now),
        stores.players.countingDeposit(playerId, { amountMinor: body.amountMinor, totalMinorMax: limit.totalMinorMax }),
        whileOpen(playerId),
        ...(isFirst ? [holdingWrite('payments', playerId, now)] : []),
      ],
      ...depositStarted(depositId, playerId),
      actor,
      now,
    });
    return answer(201, representationOf(deposit));
  });
}

/** The processor that serves a method in this region; none until the operator has recorded one. */
function processorOf(method: DepositMethod): string | undefined {
  return Object.entries(regionSettings().processors).find(([, { methods }]) => methods.includes(method))?.[0];
}

function representationOf(deposit: Deposit | undefined) {
  if (deposit === undefined) throw new Error('An idempotency record names a deposit that does not exist');
  const { depositId, paymentReference, method, amountMinor, currency, expiresAtTime } = deposit;
  return { depositId, paymentReference, method, amountMinor, currency, expiresAt: expiresAtTime };
}

export const handler = startDeposit({
  deposits: openDeposits(),
  idempotency: openIdempotency(),
  ledger: openLedger(),
  players: openPlayers(),
  reviews: openReviews(),
  sessions: openSessions(),
});
