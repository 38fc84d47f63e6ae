import { BatchGetCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decideAttempt, networkWaitSeconds, type AttemptRecord } from '#domain/player/attempts.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { Unavailable } from './failures.ts';
import { countOfNetwork, networkKeyOf, networkRecordSchema } from './network-counts.ts';
import { setting } from './settings.ts';

const attemptItemSchema = z.object({
  count: z.number(),
  windowEndsAtSeconds: z.number(),
  blockedUntilSeconds: z.number(),
});

/** What one request counts towards. */
export interface AttemptNames {
  /**
   * Secrets that are tried, such as `login#<emailIndex>`; at most three. An attempt from a device that the account knows
   * gives that device's own name instead, and no network, so that strangers cannot keep its owner out.
   */
  secrets: readonly string[];
  /** The network it comes from with what it does, such as `login#<networkName>`. */
  network: string | undefined;
}

/** Whether this attempt may go on. */
export type AttemptReservation = { outcome: 'allowed' } | { outcome: 'blocked'; retryAfterSeconds: number };

/** Counts attempts at secrets, such as `login#<emailIndex>`, before the secret is checked. */
export interface Attempts {
  /** Counts one attempt, or says how long to wait. Parallel attempts are counted one by one. */
  reserve(secretName: string, now: Date): Promise<AttemptReservation>;
  /**
   * Counts one attempt at each secret, unless one of them or the network must wait: one read for all, then one write per
   * secret. The network is only looked at: call `failedFrom` when the attempt failed.
   */
  reserveAll(names: AttemptNames, now: Date): Promise<AttemptReservation>;
  /** Counts a failure of a network. Requests under way at the same moment do not see one another's. */
  failedFrom(network: string, now: Date): Promise<void>;
  /** The write that counts a request of a network, for commands that do not fail. */
  countingFrom(network: string, now: Date): Write;
  /** The write that forgets the attempts after a success. */
  forgetting(secretName: string): Write;
}

/** A reservation lost this often means that somebody is guessing in parallel. */
const racesMax = 3;
const raceRetrySeconds = 2;

/** Opens the counter. Needs `TABLE_LIMITS`. */
export function openAttempts(): Attempts {
  return {
    async reserve(secretName, now) {
      const nowSeconds = secondsOf(now);
      for (let race = 0; race < racesMax; race += 1) {
        const record = await read(secretName);
        const decision = decideAttempt(record, nowSeconds);
        if (decision.outcome === 'blocked') return decision;
        if (await remember(secretName, decision.next, record)) return { outcome: 'allowed' };
      }
      return { outcome: 'blocked', retryAfterSeconds: raceRetrySeconds };
    },
    reserveAll,
    async failedFrom(network, now) {
      await documentClient().send(new UpdateCommand(countOfNetwork(network, secondsOf(now))));
    },
    countingFrom: (network, now) => ({ Update: countOfNetwork(network, secondsOf(now)) }),
    forgetting: (secretName) => ({ Delete: { TableName: setting('TABLE_LIMITS'), Key: keyOf(secretName) } }),
  };
}

const secondsOf = (now: Date) => Math.floor(now.getTime() / 1000);

async function reserveAll({ secrets, network }: AttemptNames, now: Date): Promise<AttemptReservation> {
  const nowSeconds = secondsOf(now);
  let left = secrets;
  for (let race = 0; race < racesMax; race += 1) {
    const { records, waitSeconds } = await readAll(left, { network, nowSeconds });
    const decisions = left.map((name) => ({ name, decision: decideAttempt(records.get(name), nowSeconds) }));
    const waits = decisions.map(({ decision }) => (decision.outcome === 'blocked' ? decision.retryAfterSeconds : 0));
    const retryAfterSeconds = Math.max(waitSeconds, ...waits);
    if (retryAfterSeconds > 0) return { outcome: 'blocked', retryAfterSeconds };
    const counted = await Promise.all(
      decisions.map(async ({ name, decision }) =>
        decision.outcome === 'allowed' ? remember(name, decision.next, records.get(name)) : false,
      ),
    );
    left = left.filter((_, index) => counted[index] === false);
    if (left.length === 0) return { outcome: 'allowed' };
  }
  return { outcome: 'blocked', retryAfterSeconds: raceRetrySeconds };
}

/** Records of secrets and the wait of a network, by one consistent read. Throws Unavailable when it is answered in part. */
async function readAll(
  secrets: readonly string[],
  { network, nowSeconds }: { network: string | undefined; nowSeconds: number },
): Promise<{ records: ReadonlyMap<string, AttemptRecord>; waitSeconds: number }> {
  const networkKey = network === undefined ? undefined : networkKeyOf(network, nowSeconds);
  const Keys = [...secrets.map(keyOf), ...(networkKey === undefined ? [] : [networkKey])];
  const table = setting('TABLE_LIMITS');
  const { Responses, UnprocessedKeys } = await documentClient().send(
    new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
  );
  if (UnprocessedKeys?.[table] !== undefined) throw new Unavailable('DynamoDB');
  const items = Responses?.[table] ?? [];
  const found = items.filter(({ sk }) => sk === 'attempts');
  const counted = items.find(({ sk }) => sk !== 'attempts');
  return {
    records: new Map(found.map((item) => [String(item['pk']), attemptItemSchema.parse(item)])),
    waitSeconds: networkWaitSeconds(networkRecordSchema.optional().parse(counted), nowSeconds),
  };
}

const keyOf = (secretName: string) => ({ pk: secretName, sk: 'attempts' });

async function read(secretName: string): Promise<AttemptRecord | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_LIMITS'), Key: keyOf(secretName), ConsistentRead: true }),
  );
  return attemptItemSchema.optional().parse(Item);
}

async function remember(
  secretName: string,
  next: AttemptRecord,
  previous: AttemptRecord | undefined,
): Promise<boolean> {
  const unchanged =
    previous === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#count = :count AND windowEndsAtSeconds = :window',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':count': previous.count, ':window': previous.windowEndsAtSeconds },
        };
  const Item = { ...keyOf(secretName), schemaVersion: 1, ...next, expiresAtSeconds: next.windowEndsAtSeconds };
  try {
    await documentClient().send(new PutCommand({ TableName: setting('TABLE_LIMITS'), Item, ...unchanged }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
