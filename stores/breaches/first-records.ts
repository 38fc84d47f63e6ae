import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import { setting } from '../settings.ts';

const auditItemSchema = z.object({ at: z.string() });

/** When something was first done to a person's data, as the evidence says: records that were replaced are only there. */
export interface FirstRecords {
  /** When a government ID number was first recorded for a player; undefined when the evidence knows of none. */
  ofIdentityNumber(playerId: string): Promise<string | undefined>;
}

/** Opens the evidence. Needs `TABLE_EVIDENCE`. */
export function openFirstRecords(): FirstRecords {
  return { ofIdentityNumber };
}

async function ofIdentityNumber(playerId: string): Promise<string | undefined> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { Items, LastEvaluatedKey } = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_EVIDENCE'),
        KeyConditionExpression: 'pk = :player',
        FilterExpression: '#action = :recorded',
        ExpressionAttributeNames: { '#action': 'action' },
        ExpressionAttributeValues: { ':player': `player#${playerId}`, ':recorded': 'identity-number-recorded' },
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    const [first] = z.array(auditItemSchema).parse(Items ?? []);
    if (first !== undefined) return first.at;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return undefined;
}
