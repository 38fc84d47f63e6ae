import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#functions/payment/settle.ts';
import { documentClient } from '#stores/clients.ts';
import { openDeposits, type Deposit } from '#stores/deposits.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPlayers } from '#stores/players.ts';
import { openWallets } from '#stores/wallets.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});
beforeEach(() => services.reset());

const stores = () => ({
  deposits: openDeposits(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  players: openPlayers(),
  wallets: openWallets(),
});

/** A deposit of somebody of whom nothing but the deposit is left. */
async function depositOfNobody(now: Date): Promise<Deposit> {
  const { deposit, writes } = openDeposits().starting(
    {
      isFirst: true,
      playerId: newId(),
      depositId: newId(),
      paymentReference: newId(),
      method: 'dana',
      processor: 'dana',
      amountMinor: 2_500_000,
      currency: 'IDR',
    },
    now,
  );
  await documentClient().send(new TransactWriteCommand({ TransactItems: writes }));
  return deposit;
}

describe('money that arrives', () => {
  it('waits in suspense when the account behind its deposit is gone already', async () => {
    const now = new Date();
    const deposit = await depositOfNobody(now);
    const { paymentReference, amountMinor, currency } = deposit;
    const data = {
      paymentReference,
      amountMinor,
      currency,
      confirmedAt: now.toISOString(),
      transferConfirmation: 'T1',
    };
    const actor = { kind: 'processor', id: 'dana', requestId: 'request' } as const;
    const confirmation = { type: 'payment.confirmed', data } as const;
    const outcome = await settle(stores(), { deposit, confirmation, together: [], actor, now });
    expect(outcome).toBe('suspend');
    const entries = (await services.scan('wallets')).filter(({ causeId }) => causeId === deposit.depositId);
    expect(new Set(entries.map((entry) => entry['amountMinor']))).toEqual(new Set([-amountMinor, amountMinor]));
    expect(await openDeposits().read(deposit.pk, deposit.sk)).toMatchObject({ state: 'suspended' });
  });
});
