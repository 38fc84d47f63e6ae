import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

/** Since when there are records of a player that not everybody has; RFC 3339, undefined where there are none. */
export interface HeldSince {
  /** Since the first document or ID number. */
  identityCheck(playerId: string): Promise<string | undefined>;
  /** Since the first deposit, whatever became of it. */
  deposits(playerId: string): Promise<string | undefined>;
}

/** Opens the reader of first records. Needs `TABLE_KYC` and `TABLE_PAYMENTS`. */
export function openHeldSince(): HeldSince {
  return { identityCheck, deposits };
}

const noteSchema = z.object({ heldFrom: z.string().optional() });

async function identityCheck(playerId: string): Promise<string | undefined> {
  const Key = { pk: playerId, sk: 'slots' };
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_KYC'), Key, ConsistentRead: true }),
  );
  return noteSchema.optional().parse(Item)?.heldFrom;
}

const depositSchema = z.object({ startedAt: z.string() });

async function deposits(playerId: string): Promise<string | undefined> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_PAYMENTS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :deposit)',
      ExpressionAttributeValues: { ':playerId': playerId, ':deposit': 'deposit#' },
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return z.array(depositSchema).parse(Items ?? [])[0]?.startedAt;
}
