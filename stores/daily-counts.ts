import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** Counts of a day are of no use after it; time to live has a day to come. */
const rememberedDays = 2;

/**
 * The write that counts one of something on a day (UTC). Its condition fails when the most of the day is reached, so that
 * parallel requests cannot pass it. Needs `TABLE_LIMITS` (UpdateItem).
 */
export function countingOnDay(what: string, most: number, now: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_LIMITS'),
      Key: { pk: `${what}#${now.toISOString().slice(0, 10)}`, sk: 'attempts' },
      UpdateExpression: 'SET expiresAtSeconds = :expires, schemaVersion = :version ADD #count :one',
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':expires': Math.floor(now.getTime() / 1000) + rememberedDays * 86_400,
        ':version': 1,
        ':one': 1,
        ':most': most,
      },
    },
  };
}
