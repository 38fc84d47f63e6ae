import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryPages } from '../pages.ts';
import { auditRowsSince } from './audit-rows.ts';
import type { Replay, ReplayLedger } from './ledger.ts';
import { unlessRefused } from './unless-refused.ts';

/** Whoever has started a deposit since the restored moment. */
async function depositorsSince(replay: Replay): Promise<Set<string>> {
  const schema = z.array(z.object({ subjectId: z.string() }));
  const depositors = new Set<string>();
  for await (const page of auditRowsSince(replay, ['deposit-started'], replay.at)) {
    for (const { subjectId } of schema.parse(page)) depositors.add(subjectId);
  }
  return depositors;
}

/** All deposits that a player ever started, as the rows of payments have them: how many, and minor units in all. */
async function countDeposits({ region, restored }: Replay, playerId: string) {
  let [count, minor] = [0, 0];
  const pages = queryPages(region, {
    TableName: restored.payments ?? region.tables.payments,
    KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :deposit)',
    ExpressionAttributeValues: { ':playerId': playerId, ':deposit': 'deposit#' },
  });
  for await (const page of pages) {
    count += page.length;
    minor += page.reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0);
  }
  return { count, minor };
}

async function setCounts({ region, restored }: Replay, playerId: string, counted: { count: number; minor: number }) {
  return unlessRefused(() =>
    region.documents.send(
      new UpdateCommand({
        TableName: restored.players,
        Key: { pk: playerId, sk: 'wallet' },
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(depositCount) OR depositCount < :count)',
        UpdateExpression: 'SET depositCount = :count, depositedMinor = :minor',
        ExpressionAttributeValues: { ':count': counted.count, ':minor': counted.minor },
      }),
    ),
  );
}

/**
 * Deposits that were started since: accounts count them, because what may be paid in before an identity is proven has a
 * limit (`limit-before-proof.ts`), and because no account closes while a deposit is started.
 */
export const depositCounts: ReplayLedger = {
  name: 'counted deposits',
  async replay(replay) {
    if (replay.restored.players === undefined) return { found: 0, applied: 0 };
    const depositors = await depositorsSince(replay);
    let applied = 0;
    for (const playerId of depositors) {
      if (await setCounts(replay, playerId, await countDeposits(replay, playerId))) applied += 1;
    }
    return { found: depositors.size, applied };
  },
};
