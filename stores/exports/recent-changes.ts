import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from '../clients.ts';
import { setting } from '../settings.ts';

/** What was done in an account lately, by its audit rows. */
export interface RecentChanges {
  /** Actions since a moment, newest first. Throws an Error when there are too many to tell. */
  since(playerId: string, moment: Date): Promise<{ action: string; at: string }[]>;
}

const pagesMax = 20;

/** Opens the recent changes. Needs the index `by-subject` of `TABLE_EVIDENCE`. */
export function openRecentChanges(): RecentChanges {
  return { since };
}

async function since(playerId: string, moment: Date): Promise<{ action: string; at: string }[]> {
  const rowSchema = z.array(z.object({ action: z.string(), at: z.string() }));
  const found: { action: string; at: string }[] = [];
  let start: Record<string, unknown> | undefined;
  for (let done = 0; done < pagesMax; done += 1) {
    const { Items, LastEvaluatedKey } = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_EVIDENCE'),
        IndexName: 'by-subject',
        KeyConditionExpression: 'subjectId = :player AND #at >= :since',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':player': playerId, ':since': moment.toISOString() },
        ScanIndexForward: false,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    found.push(...rowSchema.parse(Items ?? []));
    if (LastEvaluatedKey === undefined) return found;
    start = LastEvaluatedKey;
  }
  throw new Error('The changes of one day did not end');
}
