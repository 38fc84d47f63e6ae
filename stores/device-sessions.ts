import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import type { FoundDevice } from './devices.ts';
import { setting } from './settings.ts';

/** Sessions that one transaction ends beside the device itself. */
const idsMax = 50;
/** A page holds about two thousand rows; nobody logs in so often before time to live has removed the first. */
const pagesMax = 20;

/** The sessions of one device of a player. */
export interface DeviceSessions {
  /** At most 50 sessions of a device that began until a moment; `isLast` when there are no more of them. */
  begunBefore(
    device: Pick<FoundDevice, 'playerId' | 'deviceHash'>,
    moment: Date,
  ): Promise<{ ids: string[]; isLast: boolean }>;
  /** The write that removes a session, whether or not it still stands. */
  removing(playerId: string, sessionId: string): Write;
}

/** Opens the sessions of devices. Needs `TABLE_SESSIONS`. */
export function openDeviceSessions(): DeviceSessions {
  return { begunBefore, removing };
}

async function begunBefore(
  { playerId, deviceHash }: Pick<FoundDevice, 'playerId' | 'deviceHash'>,
  moment: Date,
): Promise<{ ids: string[]; isLast: boolean }> {
  const ids: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Items, LastEvaluatedKey } = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_SESSIONS'),
        KeyConditionExpression: 'pk = :playerId',
        FilterExpression: 'deviceHash = :device AND createdAt <= :moment',
        ExpressionAttributeValues: { ':playerId': playerId, ':device': deviceHash, ':moment': moment.toISOString() },
        ProjectionExpression: 'sk',
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    ids.push(
      ...z
        .array(z.object({ sk: z.string() }))
        .parse(Items ?? [])
        .map(({ sk }) => sk),
    );
    ExclusiveStartKey = LastEvaluatedKey;
    if (ExclusiveStartKey === undefined || ids.length > idsMax) break;
  }
  return { ids: ids.slice(0, idsMax), isLast: ExclusiveStartKey === undefined && ids.length <= idsMax };
}

const removing = (playerId: string, sessionId: string): Write => ({
  Delete: { TableName: setting('TABLE_SESSIONS'), Key: { pk: playerId, sk: sessionId } },
});
