import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { networkLimit, networkWindowOf } from '#domain/player/attempts.ts';
import { setting } from './settings.ts';

/** What is kept of a network and a window, in seconds since the epoch. */
export const networkRecordSchema = z.object({ count: z.number(), lastAtSeconds: z.number() });

/** The key of a network's count in the window of a moment. */
export function networkKeyOf(network: string, nowSeconds: number): { pk: string; sk: string } {
  return { pk: network, sk: `window#${networkWindowOf(nowSeconds)}` };
}

/** The update that adds one: without a condition, so that neighbours behind one address never make each other fail. */
export function countOfNetwork(network: string, nowSeconds: number): UpdateCommandInput & { UpdateExpression: string } {
  return {
    TableName: setting('TABLE_LIMITS'),
    Key: networkKeyOf(network, nowSeconds),
    UpdateExpression: 'SET lastAtSeconds = :now, expiresAtSeconds = :expires, schemaVersion = :schema ADD #count :one',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: {
      ':now': nowSeconds,
      ':expires': (networkWindowOf(nowSeconds) + 2) * networkLimit.windowSeconds,
      ':schema': 1,
      ':one': 1,
    },
  };
}
