import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** The condition that an account is still open when a change that needs it is written. Needs `TABLE_PLAYERS`. */
export function whileOpen(playerId: string): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      ConditionExpression: '#state = :open',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':open': 'open' },
    },
  };
}
