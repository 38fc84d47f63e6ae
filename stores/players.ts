import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { NotFound } from './failures.ts';
import type { PendingRegistration } from './registrations.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const accountItemSchema = z.object({
  pk: z.string(),
  state: z.enum(['open', 'closing', 'closed']),
  jurisdiction: z.string(),
  language: z.enum(['en', 'id']),
  registeredAt: z.string(),
  sessionsValidFrom: z.string(),
  noticeHash: z.string(),
  transferConsentAt: z.string().optional(),
  /** Until when no withdrawal leaves. */
  withdrawalsHeldUntil: z.string().optional(),
  /** Since when withdrawals are stopped without an end. */
  withdrawalsFrozenAt: z.string().optional(),
  /** The material version whose explicit consent is due. */
  policyConsentDue: z.int().optional(),
  /** From when nothing else works without it; an earlier day than that of the version where another was due before. */
  policyConsentDueFrom: z.string().optional(),
  /** The minor version that waits to be acknowledged. */
  policyToAcknowledge: z.int().optional(),
  closingSince: z.string().optional(),
  closesAt: z.string().optional(),
  closedAt: z.string().optional(),
  emailIndex: z.string().optional(),
  phoneIndex: z.string().optional(),
  /** When a code proved that the number is the player's. */
  phoneVerifiedAt: z.string().optional(),
  accountNumberIndex: z.string().optional(),
  email: bytes,
  addressName: bytes,
  fullName: bytes.optional(),
  birthDate: bytes.optional(),
  phone: bytes.optional(),
  accountNumber: bytes.optional(),
});

/** A player account as stored; byte members are sealed. */
export type PlayerAccount = z.infer<typeof accountItemSchema> & { playerId: string };

const walletLinkSchema = z.object({
  walletId: z.string(),
  currency: z.string(),
  /** How many deposits were ever started: closing an account holds it still. */
  depositCount: z.int().default(0),
  /** Minor units of all deposits that were ever started, whatever became of them. */
  depositedMinor: z.int().default(0),
});

/** Which wallet is a player's: the only link from money to person. */
export type WalletLink = z.infer<typeof walletLinkSchema>;

/** Player accounts. */
export interface Players {
  /** Reads an account consistently. Throws `NotFound`. */
  read(playerId: string): Promise<PlayerAccount>;
  /** Reads an account consistently; undefined when there is none, or none any more. */
  find(playerId: string): Promise<PlayerAccount | undefined>;
  /** Reads consistently the birth date of an account and nothing else, sealed. Throws `NotFound`. */
  sealedBirthDateOf(playerId: string): Promise<Uint8Array>;
  /** Reads which wallet is the player's. Throws `NotFound`. */
  walletOf(playerId: string): Promise<WalletLink>;
  /** The writes that turn a verified registration into an account with its wallet link. */
  opening(
    registration: PendingRegistration,
    made: { accountNumber: Uint8Array; accountNumberIndex: string; walletId: string; currency: string; now: Date },
  ): Write[];
  /**
   * The write that counts a deposit, so that a closure decided at the same time loses the race.
   * @param totalMinorMax it fails when all deposits, this one left out, come to more by then; in minor units
   */
  countingDeposit(playerId: string, counted: { amountMinor: number; totalMinorMax?: number | undefined }): Write;
  /** The check that no deposit was started since the count was read. */
  countedDeposits(playerId: string, depositCount: number): Write;
  /**
   * The write from closing to closed: sessions end, and what only an open account needs goes with it. Its condition fails
   * when address, phone number or sessions have changed since the account was read.
   */
  closed(account: Pick<PlayerAccount, 'playerId' | 'sessionsValidFrom'>, now: Date): Write;
}

/** Opens the store of player accounts. Needs `TABLE_PLAYERS`. */
export function openPlayers(): Players {
  return { read, find, sealedBirthDateOf, walletOf, opening, countingDeposit, countedDeposits, closed };
}

async function get(playerId: string, sk: string): Promise<Record<string, unknown>> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_PLAYERS'), Key: { pk: playerId, sk }, ConsistentRead: true }),
  );
  if (Item === undefined) throw new NotFound('player');
  return Item;
}

async function read(playerId: string): Promise<PlayerAccount> {
  return { ...accountItemSchema.parse(await get(playerId, 'account')), playerId };
}

async function find(playerId: string): Promise<PlayerAccount | undefined> {
  try {
    return await read(playerId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function sealedBirthDateOf(playerId: string): Promise<Uint8Array> {
  const { Item } = await documentClient().send(
    new GetCommand({
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      ConsistentRead: true,
      ProjectionExpression: 'birthDate',
    }),
  );
  const { birthDate } = accountItemSchema.pick({ birthDate: true }).parse(Item ?? {});
  if (birthDate === undefined) throw new NotFound('player');
  return birthDate;
}

async function walletOf(playerId: string): Promise<WalletLink> {
  return walletLinkSchema.parse(await get(playerId, 'wallet'));
}

function opening(
  registration: PendingRegistration,
  made: { accountNumber: Uint8Array; accountNumberIndex: string; walletId: string; currency: string; now: Date },
): Write[] {
  const { pk: emailIndex, sk: playerId, phoneIndex, jurisdiction, language, noticeHash } = registration;
  const { email, addressName, fullName, birthDate, phone, transferConsentAt } = registration;
  const at = made.now.toISOString();
  const account = {
    pk: playerId,
    sk: 'account',
    schemaVersion: 1,
    state: 'open',
    jurisdiction,
    language,
    registeredAt: at,
    heldFrom: at,
    sessionsValidFrom: at,
    noticeHash,
    transferConsentAt,
    emailIndex,
    phoneIndex,
    email,
    addressName,
    fullName,
    birthDate,
    phone,
    accountNumber: made.accountNumber,
    accountNumberIndex: made.accountNumberIndex,
  };
  const wallet = { pk: playerId, sk: 'wallet', schemaVersion: 1, walletId: made.walletId, currency: made.currency };
  const TableName = setting('TABLE_PLAYERS');
  return [account, wallet].map((Item) => ({
    Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' },
  }));
}

function countingDeposit(
  playerId: string,
  { amountMinor, totalMinorMax }: { amountMinor: number; totalMinorMax?: number | undefined },
): Write {
  const isWithin = ' AND (attribute_not_exists(depositedMinor) OR depositedMinor <= :most)';
  return {
    Update: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'wallet' },
      UpdateExpression: 'ADD depositCount :one, depositedMinor :amount',
      ConditionExpression: `attribute_exists(pk)${totalMinorMax === undefined ? '' : isWithin}`,
      ExpressionAttributeValues: {
        ':one': 1,
        ':amount': amountMinor,
        ...(totalMinorMax === undefined ? {} : { ':most': totalMinorMax }),
      },
    },
  };
}

function countedDeposits(playerId: string, depositCount: number): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'wallet' },
      ConditionExpression: depositCount === 0 ? 'attribute_not_exists(depositCount)' : 'depositCount = :count',
      ...(depositCount === 0 ? {} : { ExpressionAttributeValues: { ':count': depositCount } }),
    },
  };
}

function closed(
  { playerId, sessionsValidFrom }: Pick<PlayerAccount, 'playerId' | 'sessionsValidFrom'>,
  now: Date,
): Write {
  return {
    Update: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      ConditionExpression: '#state = :closing AND sessionsValidFrom = :seen',
      UpdateExpression:
        'SET #state = :to, closedAt = :now, sessionsValidFrom = :now ' +
        'REMOVE fullName, birthDate, phone, phoneVerifiedAt, accountNumber, emailIndex, phoneIndex, accountNumberIndex',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':closing': 'closing',
        ':to': 'closed',
        ':now': now.toISOString(),
        ':seen': sessionsValidFrom,
      },
    },
  };
}
