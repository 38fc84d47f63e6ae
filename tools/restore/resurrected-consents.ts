import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Replay } from './ledgers/ledger.ts';
import { withdrawalsSince } from './ledgers/withdrawals.ts';
import type { TableNames } from './region.ts';

/** How many consents were withdrawn since the restored moment, and how many of them are there again. */
export interface ConsentCounts {
  withdrawn: number;
  back: number;
}

/**
 * Looks for consents that a table has although they were withdrawn since.
 * @param tables where to look: the declared tables, or copies in their place
 */
export async function findResurrectedConsents({
  replay,
  tables,
}: {
  replay: Replay;
  tables: TableNames;
}): Promise<ConsentCounts> {
  const withdrawals = await withdrawalsSince(replay);
  let back = 0;
  for (const { subjectId, context } of withdrawals) {
    const Key = { pk: subjectId, sk: `state#${context.purpose}#${context.channel}` };
    const command = new GetCommand({ TableName: tables.consents, Key, ConsistentRead: true });
    const { Item } = await replay.region.documents.send(command);
    const isBack = Item?.['decision'] === 'granted' && Number(Item['position']) < context.position;
    if (isBack) back += 1;
  }
  return { withdrawn: withdrawals.length, back };
}
