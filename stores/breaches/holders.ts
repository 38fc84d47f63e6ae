import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import { holdingShards, type HeldStore } from '../holdings.ts';
import { setting } from '../settings.ts';

const holdingItemSchema = z.object({ playerId: z.string() });

/** One page of people whose data a store holds or held. */
export interface HolderPage {
  playerIds: string[];
  cursor: string | undefined;
}

/** Who has data in which store: read shard by shard, never by a scan. */
export interface Holders {
  /** People of one shard whose data the store held by a moment, earliest first. Somebody may come twice. */
  page(
    store: HeldStore,
    shard: number,
    page: { heldBy: string; after?: string | undefined; limit: number },
  ): Promise<HolderPage>;
}

/** How many shards there are. */
export const holderShards = holdingShards;

/** Opens the index. Needs `TABLE_HOLDINGS`. */
export function openHolders(): Holders {
  return { page };
}

async function page(
  store: HeldStore,
  shard: number,
  { heldBy, after, limit }: { heldBy: string; after?: string | undefined; limit: number },
): Promise<HolderPage> {
  const pk = `${store}#${String(shard).padStart(2, '0')}`;
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_HOLDINGS'),
      KeyConditionExpression: 'pk = :shard AND sk <= :heldBy',
      // The sort key goes on with `#` and an id; `~` sorts behind every id.
      ExpressionAttributeValues: { ':shard': pk, ':heldBy': `${heldBy}#~` },
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  const rows = z.array(holdingItemSchema).parse(Items ?? []);
  return { playerIds: rows.map(({ playerId }) => playerId), cursor: typeof last === 'string' ? last : undefined };
}
