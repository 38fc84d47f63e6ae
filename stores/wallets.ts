import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** The write that opens an empty wallet. Wallets carry no personal field; the link to the person is kept elsewhere. */
export function walletOpening(walletId: string, currency: string): Write {
  return {
    Put: {
      TableName: setting('TABLE_WALLETS'),
      Item: { pk: walletId, sk: 'wallet', schemaVersion: 1, balanceMinor: 0, currency, version: 0 },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
