import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { priorStatesFor, type DataRequest, type RequestType } from '#domain/request/request.ts';
import { isPrimary } from '#domain/request/receipt.ts';
import { isAnswered, needsEverySource } from '#domain/request/states.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { findRequest, requestItemSchema, requestKey, requestRowPrefix } from './request-rows.ts';
import { setting } from './settings.ts';

/** A page of requests, and where it stopped. */
export interface RequestPage {
  requests: DataRequest[];
  cursor: string | undefined;
}

/** A place in the queue: the deadline and the request. */
export interface QueuePlace {
  dueAt: string;
  requestId: string;
}

/** Data-subject requests: one row each, a claim per person and type, and a sparse index of those that wait. */
export interface Requests {
  /** Reads a request consistently; undefined where there is none. */
  find(requestId: string): Promise<DataRequest | undefined>;
  /** A person's requests, latest first. */
  page(playerId: string, page: { after?: string | undefined; limit: number }): Promise<RequestPage>;
  /** The verified open request of a person and type, by a consistent read. */
  primaryOf(playerId: string, type: RequestType): Promise<string | undefined>;
  /** The writes that keep a new request; they fail when another of its type was verified meanwhile. */
  receiving(request: DataRequest): Write[];
  /**
   * The writes that keep the next version of a request. They fail when another was kept since `seen` was read, when its
   * state may not follow the one that is kept, or when an answer would leave out a source.
   */
  moving(seen: DataRequest, next: DataRequest): Write[];
  /** Requests that wait for an answer, by deadline. The index lags behind by moments. */
  queue(page: { after?: QueuePlace | undefined; limit: number }): Promise<DataRequest[]>;
}

/** Opens the store of requests. Needs `TABLE_REQUESTS`. */
export function openRequests(): Requests {
  return { find: findRequest, page, primaryOf, receiving, moving, queue };
}

/** Requests are few: one partition of the index holds all that wait. */
const waitingShard = 'waiting';
const claimKey = (playerId: string, type: RequestType) => ({ pk: playerId, sk: `open#${type}` });

function itemOf(request: DataRequest): Record<string, unknown> {
  // Both ids are in the key.
  const { playerId: pk, requestId, ...rest } = request;
  // Only what waits for an answer is in the index.
  const waits = isAnswered(rest.state) ? {} : { queueShard: waitingShard };
  return { ...requestKey(requestId), pk, schemaVersion: 1, ...rest, ...waits };
}

async function page(
  playerId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<RequestPage> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_REQUESTS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :rows)',
      ExpressionAttributeValues: { ':playerId': playerId, ':rows': requestRowPrefix },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: playerId, sk: requestRowPrefix + after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    requests: z.array(requestItemSchema()).parse(Items ?? []),
    cursor: typeof last === 'string' ? last.slice(requestRowPrefix.length) : undefined,
  };
}

async function primaryOf(playerId: string, type: RequestType): Promise<string | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_REQUESTS'), Key: claimKey(playerId, type), ConsistentRead: true }),
  );
  return z.object({ primaryId: z.string() }).optional().parse(Item)?.primaryId;
}

function receiving(request: DataRequest): Write[] {
  const put = { TableName: setting('TABLE_REQUESTS'), Item: itemOf(request) };
  return [{ Put: { ...put, ConditionExpression: 'attribute_not_exists(pk)' } }, ...claiming(undefined, request)];
}

function moving(seen: DataRequest, next: DataRequest): Write[] {
  const from = next.state === seen.state ? [seen.state] : priorStatesFor(next.type, next.state);
  const names = from.map((_, at) => `:from${at}`);
  const isWhole = ' AND sourcesOpen = :none AND sourcesFailed = :none';
  return [
    {
      Put: {
        TableName: setting('TABLE_REQUESTS'),
        Item: itemOf(next),
        // What is stamped belongs to a closed account: nothing follows.
        ConditionExpression:
          `#version = :seen AND #state IN (${names.join(', ')}) AND attribute_not_exists(expiresAtSeconds)` +
          (needsEverySource(next.state) ? isWhole : ''),
        ExpressionAttributeNames: { '#version': 'version', '#state': 'state' },
        ExpressionAttributeValues: {
          ':seen': seen.version,
          ...Object.fromEntries(from.map((state, at) => [`:from${at}`, state])),
          ...(needsEverySource(next.state) ? { ':none': 0 } : {}),
        },
      },
    },
    ...claiming(seen, next),
  ];
}

/** The claim of a verified request on its type: taken when it is verified, given up with its answer. */
function claiming(seen: DataRequest | undefined, next: DataRequest): Write[] {
  const { playerId, requestId, type } = next;
  const place = { TableName: setting('TABLE_REQUESTS') };
  const [before, after] = [seen !== undefined && isPrimary(seen), isPrimary(next)];
  if (before === after) return [];
  if (after) {
    const Item = { ...claimKey(playerId, type), schemaVersion: 1, primaryId: requestId };
    return [{ Put: { ...place, Item, ConditionExpression: 'attribute_not_exists(pk)' } }];
  }
  return [
    {
      Delete: {
        ...place,
        Key: claimKey(playerId, type),
        ConditionExpression: 'primaryId = :requestId',
        ExpressionAttributeValues: { ':requestId': requestId },
      },
    },
  ];
}

async function queue({ after, limit }: { after?: QueuePlace | undefined; limit: number }): Promise<DataRequest[]> {
  const start = after && { queueShard: waitingShard, dueAt: after.dueAt, ...requestKey(after.requestId) };
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_REQUESTS'),
      IndexName: 'queue',
      KeyConditionExpression: 'queueShard = :waiting',
      ExpressionAttributeValues: { ':waiting': waitingShard },
      Limit: limit,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }),
  );
  return z.array(requestItemSchema()).parse(Items ?? []);
}
