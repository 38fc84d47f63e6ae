import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

const factorRowSchema = z.looseObject({ sk: z.string() });

/** Rows of second factors as they come out of the table. */
export const factorRowsSchema = z.array(factorRowSchema);

/** One row of a player's second factors, as its own store parses it further. */
export type FactorRow = z.infer<typeof factorRowSchema>;

/** Nobody can have more: one authenticator, one phone, one set of recovery codes, and passkeys, which have a limit. */
const rowsMax = 30;

/** All rows of a player's second factors, by one consistent read. Needs `TABLE_CREDENTIALS`. */
export async function readFactorRows(playerId: string): Promise<FactorRow[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_CREDENTIALS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :factor)',
      ExpressionAttributeValues: { ':playerId': playerId, ':factor': 'factor#' },
      ConsistentRead: true,
      Limit: rowsMax,
    }),
  );
  return factorRowsSchema.parse(Items ?? []);
}
