import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import {
  depositMethodSchema,
  depositSeconds,
  depositStateSchema,
  type DepositMethod,
} from '#domain/payment/deposit.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const depositItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  depositId: z.string(),
  paymentReference: z.string(),
  method: depositMethodSchema,
  /** The processor that must confirm it; nobody else's confirmation counts. */
  processor: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  state: depositStateSchema,
  startedAt: z.string(),
  /** On the first deposit of a player: since when this table holds data of them. */
  heldFrom: z.string().optional(),
  expiresAtTime: z.string(),
  settledAt: z.string().optional(),
  transferConfirmation: bytes.optional(),
  bankAccount: bytes.optional(),
});

/** A deposit as stored; byte members are sealed under the player's financial key. */
export type Deposit = z.infer<typeof depositItemSchema>;

const referenceItemSchema = z.object({ playerId: z.string(), depositKey: z.string() });

/** What a player asks for. */
export interface DepositTerms {
  /** Whether the player had no deposit before. */
  isFirst: boolean;
  playerId: string;
  depositId: string;
  paymentReference: string;
  method: DepositMethod;
  processor: string;
  amountMinor: number;
  currency: string;
}

/** How a confirmation leaves a deposit. */
export interface Settlement {
  state: 'confirmed' | 'mismatch' | 'suspended';
  transferConfirmation?: Uint8Array;
  bankAccount?: Uint8Array;
}

/** One page of a list. `cursor` is the sort key of the last row, opaque to callers. */
export interface DepositPage {
  deposits: Deposit[];
  cursor: string | undefined;
}

/** Deposits of players and the references by which processors name them. */
export interface Deposits {
  /** The writes that start a deposit and reserve its reference. */
  starting(terms: DepositTerms, now: Date): { deposit: Deposit; writes: Write[] };
  /** Finds a player's deposit by id, as kept in an idempotency record: its sort key. */
  read(playerId: string, depositKey: string): Promise<Deposit | undefined>;
  /** Finds a deposit by the reference that a processor names. */
  findByReference(paymentReference: string): Promise<Deposit | undefined>;
  /** The write that settles a deposit; its condition fails unless it still awaits payment. */
  settling(deposit: Deposit, settlement: Settlement, now: Date): Write;
  /** A player's deposits, newest first. */
  page(playerId: string, page: { after?: string | undefined; limit: number }): Promise<DepositPage>;
}

/** Opens the store of deposits. Needs `TABLE_PAYMENTS`. */
export function openDeposits(): Deposits {
  return { starting, read, findByReference, settling, page };
}

function starting(terms: DepositTerms, now: Date): { deposit: Deposit; writes: Write[] } {
  const startedAt = now.toISOString();
  const { playerId, isFirst, ...rest } = terms;
  const deposit: Deposit = {
    pk: playerId,
    sk: `deposit#${startedAt}#${terms.depositId}`,
    ...rest,
    state: 'awaiting-payment',
    startedAt,
    ...(isFirst ? { heldFrom: startedAt } : {}),
    expiresAtTime: new Date(now.getTime() + depositSeconds * 1000).toISOString(),
  };
  const reference = { pk: `reference#${terms.paymentReference}`, sk: 'deposit', playerId, depositKey: deposit.sk };
  const writes = [deposit, reference].map((item) => ({
    Put: {
      TableName: setting('TABLE_PAYMENTS'),
      Item: { ...item, schemaVersion: 1 },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }));
  return { deposit, writes };
}

async function get(Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_PAYMENTS'), Key, ConsistentRead: true }),
  );
  return Item;
}

async function read(playerId: string, depositKey: string): Promise<Deposit | undefined> {
  return depositItemSchema.optional().parse(await get({ pk: playerId, sk: depositKey }));
}

async function findByReference(paymentReference: string): Promise<Deposit | undefined> {
  const item = await get({ pk: `reference#${paymentReference}`, sk: 'deposit' });
  const reference = referenceItemSchema.optional().parse(item);
  return reference === undefined ? undefined : read(reference.playerId, reference.depositKey);
}

function settling(deposit: Deposit, settlement: Settlement, now: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_PAYMENTS'),
      Key: { pk: deposit.pk, sk: deposit.sk },
      UpdateExpression:
        'SET #state = :state, settledAt = :now' +
        (settlement.transferConfirmation === undefined ? '' : ', transferConfirmation = :confirmation') +
        (settlement.bankAccount === undefined ? '' : ', bankAccount = :bankAccount'),
      ConditionExpression: '#state = :awaiting',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':state': settlement.state,
        ':now': now.toISOString(),
        ':awaiting': 'awaiting-payment',
        ...(settlement.transferConfirmation && { ':confirmation': settlement.transferConfirmation }),
        ...(settlement.bankAccount && { ':bankAccount': settlement.bankAccount }),
      },
    },
  };
}

async function page(
  playerId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<DepositPage> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_PAYMENTS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :deposit)',
      ExpressionAttributeValues: { ':playerId': playerId, ':deposit': 'deposit#' },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: playerId, sk: after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    deposits: z.array(depositItemSchema).parse(Items ?? []),
    cursor: typeof last === 'string' ? last : undefined,
  };
}
