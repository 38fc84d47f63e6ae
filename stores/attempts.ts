import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { decideAttempt, networkWaitSeconds, type AttemptRecord } from '#domain/player/attempts.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { countOfNetwork, networkKeyOf, networkRecordSchema } from './network-counts.ts';
import { readTogether, type Read } from './reads.ts';
import { setting } from './settings.ts';

const attemptItemSchema = z.object({
  count: z.number(),
  windowEndsAtSeconds: z.number(),
  blockedUntilSeconds: z.number(),
  credentialVersion: z.number().default(0),
});

type AttemptItem = z.infer<typeof attemptItemSchema>;

/** What one request counts towards. */
export interface AttemptNames {
  /**
   * Secrets that are tried, such as `login#<emailIndex>`; at most three. An attempt from a device that the account knows
   * gives that device's own name instead, and no network, so that strangers cannot keep its owner out.
   */
  secrets: readonly string[];
  /** The network it comes from with what it does, such as `login#<networkName>`. */
  network: string | undefined;
  /** Where a secret changes: attempts at an earlier version of the credential count no more. */
  credentialVersion?: number;
}

/** What was counted at some names, by a consistent read of the same request. */
export interface SeenAttempts {
  records: ReadonlyMap<string, AttemptItem>;
  /** Of the network. */
  waitSeconds: number;
}

/** Whether this attempt may go on. */
export type AttemptReservation = { outcome: 'allowed' } | { outcome: 'blocked'; retryAfterSeconds: number };

/** Counts attempts at secrets, such as `login#<emailIndex>`, before the secret is checked. */
export interface Attempts {
  /** Counts one attempt, or says how long to wait. Parallel attempts are counted one by one. */
  reserve(secretName: string, now: Date): Promise<AttemptReservation>;
  /**
   * Counts one attempt at each secret, unless one of them or the network must wait: one read for all, unless it was seen
   * already, then one write per secret. The network is only looked at: call `failedFrom` when the attempt failed.
   */
  reserveAll(names: AttemptNames, now: Date, seen?: SeenAttempts): Promise<AttemptReservation>;
  /** What was counted at some names, as a read that travels with others. */
  finding(names: AttemptNames, now: Date): Read<SeenAttempts>;
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
        if (await remember(secretName, { ...decision.next, credentialVersion: 0 }, record))
          return { outcome: 'allowed' };
      }
      return { outcome: 'blocked', retryAfterSeconds: raceRetrySeconds };
    },
    reserveAll,
    finding,
    async failedFrom(network, now) {
      await documentClient().send(new UpdateCommand(countOfNetwork(network, secondsOf(now))));
    },
    countingFrom: (network, now) => ({ Update: countOfNetwork(network, secondsOf(now)) }),
    forgetting: (secretName) => ({ Delete: { TableName: setting('TABLE_LIMITS'), Key: keyOf(secretName) } }),
  };
}

const secondsOf = (now: Date) => Math.floor(now.getTime() / 1000);

async function reserveAll(names: AttemptNames, now: Date, seen?: SeenAttempts): Promise<AttemptReservation> {
  const { credentialVersion = 0 } = names;
  const nowSeconds = secondsOf(now);
  let left = names.secrets;
  for (let race = 0; race < racesMax; race += 1) {
    const again = race > 0 || seen === undefined;
    const { records, waitSeconds } = again ? await readAll({ ...names, secrets: left }, now) : seen;
    const counting = (name: string) => current(records.get(name), credentialVersion);
    const decisions = left.map((name) => ({ name, decision: decideAttempt(counting(name), nowSeconds) }));
    const waits = decisions.map(({ decision }) => (decision.outcome === 'blocked' ? decision.retryAfterSeconds : 0));
    const retryAfterSeconds = Math.max(waitSeconds, ...waits);
    if (retryAfterSeconds > 0) return { outcome: 'blocked', retryAfterSeconds };
    const counted = await Promise.all(
      decisions.map(async ({ name, decision }) =>
        decision.outcome === 'allowed'
          ? remember(name, { ...decision.next, credentialVersion }, records.get(name))
          : false,
      ),
    );
    left = left.filter((_, index) => counted[index] === false);
    if (left.length === 0) return { outcome: 'allowed' };
  }
  return { outcome: 'blocked', retryAfterSeconds: raceRetrySeconds };
}

/** Attempts at what the secret was before are none at what it is now. */
const current = (item: AttemptItem | undefined, credentialVersion: number): AttemptRecord | undefined =>
  item?.credentialVersion === credentialVersion ? item : undefined;

const readAll = async (names: AttemptNames, now: Date): Promise<SeenAttempts> =>
  (await readTogether(finding(names, now)))[0];

function finding({ secrets, network }: AttemptNames, now: Date): Read<SeenAttempts> {
  const nowSeconds = secondsOf(now);
  const keys = [...secrets.map(keyOf), ...(network === undefined ? [] : [networkKeyOf(network, nowSeconds)])];
  return {
    places: keys.map((Key) => ({ TableName: setting('TABLE_LIMITS'), Key })),
    from(found) {
      const items = secrets.flatMap((name, index) => {
        const item = found[index];
        return item === undefined ? [] : [[name, attemptItemSchema.parse(item)] as const];
      });
      const ofNetwork = found[secrets.length];
      const counted = ofNetwork === undefined ? undefined : networkRecordSchema.parse(ofNetwork);
      return { records: new Map(items), waitSeconds: networkWaitSeconds(counted, nowSeconds) };
    },
  };
}

const keyOf = (secretName: string) => ({ pk: secretName, sk: 'attempts' });

async function read(secretName: string): Promise<AttemptRecord | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_LIMITS'), Key: keyOf(secretName), ConsistentRead: true }),
  );
  return attemptItemSchema.optional().parse(Item);
}

async function remember(secretName: string, next: AttemptItem, previous: AttemptRecord | undefined): Promise<boolean> {
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
