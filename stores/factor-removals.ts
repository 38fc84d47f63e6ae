import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import {
  declineReasons,
  removalMoment,
  removalProofs,
  removalReasons,
  removalSeconds,
  type FactorRemoval,
} from '#domain/session/factor-removal.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const requestSchema = z.object({
  reason: z.enum(removalReasons),
  caseReference: z.string(),
  proof: z.enum(removalProofs),
  openedAt: z.string(),
  openedBy: z.string(),
});

const removalItemSchema = z.object({
  subjectId: z.string(),
  removalId: z.string(),
  state: z.enum(['open', 'approved', 'declined', 'stopped']),
  request: requestSchema,
  decision: z
    .object({
      decidedAt: z.string(),
      decidedBy: z.string().optional(),
      reason: z.enum(declineReasons).optional(),
    })
    .optional(),
});

/** Where a page of the queue stopped. */
export interface RemovalPage {
  removals: FactorRemoval[];
  cursor: string | undefined;
}

/**
 * Removals of second factors by staff: the latest of each player, and a queue of the open ones. One partition, since they
 * are rare and gone within seven days.
 */
export interface FactorRemovals {
  /** The latest removal of a player, by a consistent read; undefined where there is none any more. */
  find(playerId: string, now: Date): Promise<FactorRemoval | undefined>;
  /** The writes that open a removal; their condition fails while another one of the player is open. */
  opening(removal: FactorRemoval, now: Date): Write[];
  /** The writes that keep what became of a removal; their condition fails when it is not open any more. */
  deciding(removal: FactorRemoval): Write[];
  /** Open removals, oldest first, by consistent reads. */
  waiting(page: { after?: string | undefined; limit: number }, now: Date): Promise<RemovalPage>;
}

/** Opens the store of removals. Needs `TABLE_ACTIVITY`. */
export function openFactorRemovals(): FactorRemovals {
  return { find, opening, deciding, waiting };
}

const queue = 'factor-removals';
const keyOf = (playerId: string) => ({ pk: playerId, sk: 'factor-removal' });
const placeOf = ({ removalId, request }: FactorRemoval) => ({ pk: queue, sk: `${request.openedAt}#${removalId}` });

const removalOf = ({ subjectId, ...removal }: z.infer<typeof removalItemSchema>): FactorRemoval => ({
  playerId: subjectId,
  ...removal,
});

const endSecondsOf = ({ request }: FactorRemoval) => Math.floor(removalMoment('life', request).getTime() / 1000);

function itemOf(removal: FactorRemoval, key: { pk: string; sk: string }) {
  const { playerId, removalId, state, request, decision } = removal;
  return {
    ...key,
    schemaVersion: 1,
    subjectId: playerId,
    removalId,
    state,
    request,
    ...(decision === undefined ? {} : { decision }),
    expiresAtSeconds: endSecondsOf(removal),
  };
}

/** What time to live has not taken yet is gone all the same. */
async function find(playerId: string, now: Date): Promise<FactorRemoval | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_ACTIVITY'), Key: keyOf(playerId), ConsistentRead: true }),
  );
  const item = removalItemSchema.optional().parse(Item);
  const removal = item && removalOf(item);
  return removal !== undefined && removalMoment('life', removal.request) > now ? removal : undefined;
}

function opening(removal: FactorRemoval, now: Date): Write[] {
  const TableName = setting('TABLE_ACTIVITY');
  return [
    {
      Put: {
        TableName,
        Item: itemOf(removal, keyOf(removal.playerId)),
        ConditionExpression: 'attribute_not_exists(pk) OR #state <> :open OR expiresAtSeconds <= :now',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':open': 'open', ':now': Math.floor(now.getTime() / 1000) },
      },
    },
    { Put: { TableName, Item: itemOf(removal, placeOf(removal)), ConditionExpression: 'attribute_not_exists(pk)' } },
  ];
}

function deciding(removal: FactorRemoval): Write[] {
  const TableName = setting('TABLE_ACTIVITY');
  return [
    {
      Put: {
        TableName,
        Item: itemOf(removal, keyOf(removal.playerId)),
        ConditionExpression: 'removalId = :removalId AND #state = :open',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':removalId': removal.removalId, ':open': 'open' },
      },
    },
    { Delete: { TableName, Key: placeOf(removal) } },
  ];
}

async function waiting(
  { after, limit }: { after?: string | undefined; limit: number },
  now: Date,
): Promise<RemovalPage> {
  const expired = new Date(now.getTime() - removalSeconds.life * 1000);
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_ACTIVITY'),
      KeyConditionExpression: 'pk = :queue AND sk > :after',
      // The sort key goes on with `#` and an id; `~` sorts behind every id.
      ExpressionAttributeValues: { ':queue': queue, ':after': after ?? `${expired.toISOString()}#~` },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  const removals = z
    .array(removalItemSchema)
    .parse(Items ?? [])
    .map(removalOf)
    .filter(({ request }) => removalMoment('life', request) > now);
  return { removals, cursor: typeof last === 'string' ? last : undefined };
}
