import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { judgeViewCount, type ViewCount } from '#domain/kyc/document-view.ts';
import { documentClient } from '../clients.ts';
import { setting } from '../settings.ts';

const viewsItemSchema = z.object({ count: z.number() });

const secondsKept = 2 * 3600;

/** How many documents each member of staff opened in an hour. */
export interface DocumentViews {
  /** Counts one view before it happens, and says what the count of this hour (UTC) means. */
  count(staffId: string, now: Date): Promise<ViewCount>;
}

/** Opens the count. Needs `TABLE_LIMITS`. */
export function openDocumentViews(): DocumentViews {
  return {
    async count(staffId, now) {
      const { Attributes } = await documentClient().send(
        new UpdateCommand({
          TableName: setting('TABLE_LIMITS'),
          Key: { pk: `document-views#${staffId}#${now.toISOString().slice(0, 13)}`, sk: 'attempts' },
          UpdateExpression: 'SET expiresAtSeconds = :expires, schemaVersion = :version ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: {
            ':expires': Math.floor(now.getTime() / 1000) + secondsKept,
            ':version': 1,
            ':one': 1,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return judgeViewCount(viewsItemSchema.parse(Attributes).count);
    },
  };
}
