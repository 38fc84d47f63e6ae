import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/**
 * The write that notes that whoever holds a session has just proved who they are; its condition fails when the session has
 * ended. Needs `TABLE_SESSIONS`.
 */
export function provingSession({ playerId, sessionId }: { playerId: string; sessionId: string }, now: Date): Write {
  return {
    Update: {
      TableName: setting('TABLE_SESSIONS'),
      Key: { pk: playerId, sk: sessionId },
      UpdateExpression: 'SET provenAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': now.toISOString() },
    },
  };
}
