import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { LedgerAccount, LedgerLeg, Posting } from '#domain/payment/posting.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { NotFound } from './failures.ts';
import { newId } from './ids.ts';
import { setting } from './settings.ts';

const walletItemSchema = z.object({
  balanceMinor: z.int(),
  currency: z.string(),
  version: z.int(),
});

/** A wallet: a balance that equals the sum of its entries, and the version that guards it. */
export type Wallet = z.infer<typeof walletItemSchema> & { walletId: string };

/** Wallets and the double-entry ledger. Neither holds a personal field. */
export interface Wallets {
  /** Reads a wallet consistently. Throws `NotFound`. */
  read(walletId: string): Promise<Wallet>;
  /** The write that opens an empty wallet. */
  opening(walletId: string, currency: string): Write;
  /** The check that a wallet is as it was read, in the transaction of what relies on its balance. */
  unchanged(wallet: Wallet): Write;
  /**
   * The writes of a posting: one entry per leg and, for a wallet leg, the balance under its version. Throws a
   * RangeError when a balance would leave the safe integers or fall below zero.
   */
  posting(posting: Posting, wallet: Wallet | undefined, now: Date): Write[];
}

/** Opens wallets and ledger. Needs `TABLE_WALLETS`. */
export function openWallets(): Wallets {
  return { read, opening, unchanged, posting };
}

/** Entries of a house account are spread over partitions by day and shard: there is no hot item, a job sums them. */
const houseShards = 8;

async function read(walletId: string): Promise<Wallet> {
  const Key = { pk: walletId, sk: 'wallet' };
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_WALLETS'), Key, ConsistentRead: true }),
  );
  if (Item === undefined) throw new NotFound('wallet');
  return { ...walletItemSchema.parse(Item), walletId };
}

function opening(walletId: string, currency: string): Write {
  return {
    Put: {
      TableName: setting('TABLE_WALLETS'),
      Item: { pk: walletId, sk: 'wallet', schemaVersion: 1, balanceMinor: 0, currency, version: 0 },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

function posting(posting: Posting, wallet: Wallet | undefined, now: Date): Write[] {
  return posting.legs.flatMap((leg) => {
    const entry = entryWrite(posting, leg, now);
    if (leg.account.kind === 'house') return [entry];
    if (wallet?.walletId !== leg.account.walletId)
      throw new Error('A wallet leg is posted on the wallet that was read');
    return [entry, balanceWrite(wallet, posting.currency, leg.amountMinor)];
  });
}

function entryWrite({ currency, causeId }: Posting, { account, amountMinor }: LedgerLeg, now: Date): Write {
  const at = now.toISOString();
  return {
    Put: {
      TableName: setting('TABLE_WALLETS'),
      Item: {
        pk: partitionOf(account, causeId, at),
        sk: `entry#${at}#${newId()}`,
        schemaVersion: 1,
        amountMinor,
        currency,
        causeId,
        at,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

function partitionOf(account: LedgerAccount, causeId: string, at: string): string {
  if (account.kind === 'wallet') return account.walletId;
  return `house#${account.name}#${at.slice(0, 10)}#${causeId.charCodeAt(0) % houseShards}`;
}

function balanceWrite(wallet: Wallet, currency: string, amountMinor: number): Write {
  const balanceMinor = wallet.balanceMinor + amountMinor;
  if (!Number.isSafeInteger(balanceMinor) || balanceMinor < 0)
    throw new RangeError('The balance would leave its range');
  return {
    Update: {
      TableName: setting('TABLE_WALLETS'),
      Key: { pk: wallet.walletId, sk: 'wallet' },
      UpdateExpression: 'SET balanceMinor = :balance, version = :next',
      ConditionExpression: 'version = :version AND currency = :currency',
      ExpressionAttributeValues: {
        ':balance': balanceMinor,
        ':next': wallet.version + 1,
        ':version': wallet.version,
        ':currency': currency,
      },
    },
  };
}

function unchanged(wallet: Wallet): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_WALLETS'),
      Key: { pk: wallet.walletId, sk: 'wallet' },
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': wallet.version },
    },
  };
}
