import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Replay, ReplayLedger } from './ledger.ts';
import { withdrawalsSince, type Withdrawal } from './withdrawals.ts';
import { unlessRefused } from './unless-refused.ts';

/** Adds the row of the ledger; one that the copy has already stays as it is. */
async function addRow({ region, restored }: Replay, { subjectId, at, context }: Withdrawal): Promise<void> {
  const sk = `row#${context.purpose}#${at}#${context.channel}`;
  const Item = { pk: subjectId, sk, schemaVersion: 1, ...context, decision: 'withdrawn', changedAt: at };
  const command = new PutCommand({
    TableName: restored.consents,
    Item,
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  await unlessRefused(() => region.documents.send(command));
}

/** Ends the consent; one that the copy knows to have ended as late or later stays as it is. */
async function endConsent({ region, restored }: Replay, { subjectId, at, context }: Withdrawal): Promise<boolean> {
  const { purpose, channel, source, position } = context;
  return unlessRefused(() =>
    region.documents.send(
      new UpdateCommand({
        TableName: restored.consents,
        Key: { pk: subjectId, sk: `state#${purpose}#${channel}` },
        ConditionExpression: 'attribute_not_exists(pk) OR #position < :position',
        UpdateExpression:
          'SET #position = :position, decision = :withdrawn, changedAt = :at, #source = :source, ' +
          'purpose = :purpose, channel = :channel, schemaVersion = :one',
        ExpressionAttributeNames: { '#position': 'position', '#source': 'source' },
        ExpressionAttributeValues: {
          ':position': position,
          ':withdrawn': 'withdrawn',
          ':at': at,
          ':source': source,
          ':purpose': purpose,
          ':channel': channel,
          ':one': 1,
        },
      }),
    ),
  );
}

/** Consents that were withdrawn since: an objection that was answered holds, whatever backup comes back (C61). */
export const withdrawnConsents: ReplayLedger = {
  name: 'withdrawn consents',
  async replay(replay) {
    if (replay.restored.consents === undefined) return { found: 0, applied: 0 };
    const withdrawals = await withdrawalsSince(replay);
    let applied = 0;
    for (const withdrawal of withdrawals) {
      // The row comes first: an interrupted run finds the consent as it was and goes on.
      await addRow(replay, withdrawal);
      if (await endConsent(replay, withdrawal)) applied += 1;
    }
    return { found: withdrawals.length, applied };
  },
};
