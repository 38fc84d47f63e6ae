import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** The condition that an account is still open when a change that needs it is written. Needs `TABLE_PLAYERS`. */
export const whileOpen = (playerId: string): Write => whileState(playerId, '=', 'open');

/** The condition that an account is open, or closing and can still be kept. Needs `TABLE_PLAYERS`. */
export const whileNotClosed = (playerId: string): Write => whileState(playerId, '<>', 'closed');

function whileState(playerId: string, comparison: '=' | '<>', state: 'open' | 'closed'): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      ConditionExpression: `#state ${comparison} :state`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state },
    },
  };
}
