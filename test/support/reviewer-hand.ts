import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { kycExpiryDues } from '#domain/kyc/expiry.ts';
import type { TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';
import { tableName } from './staff.ts';

/**
 * Writes what an approval leaves behind by the hand of the operator: the review, the documents in review, and the dates
 * on the due list.
 */
export async function approveByHand(
  cloud: TestCloud,
  playerId: string,
  { documentExpiresOn, jurisdiction }: { documentExpiresOn: string; jurisdiction: string },
): Promise<void> {
  const operator = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const TableName = tableName(cloud, 'kyc');
  const at = cloud.now().toISOString();
  await operator.send(
    new UpdateCommand({
      TableName,
      Key: { pk: playerId, sk: 'review' },
      UpdateExpression: 'SET #state = :approved, approval = :approval REMOVE waitingBand ADD #version :one',
      ExpressionAttributeNames: { '#state': 'state', '#version': 'version' },
      ExpressionAttributeValues: {
        ':approved': 'approved',
        ':approval': { approvedAt: at, documentExpiresOn },
        ':one': 1,
      },
    }),
  );
  for (const { pk, sk, state } of await rowsOf(cloud, 'kyc')) {
    if (pk !== playerId || !String(sk).startsWith('document#') || state !== 'in-review') continue;
    await operator.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: 'SET #state = :approved, reviewedAt = :at',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':approved': 'approved', ':at': at },
      }),
    );
  }
  const timeZone = jurisdictionOf(jurisdiction).timeZone.value;
  for (const { at: dueAt, detail } of kycExpiryDues({ documentExpiresOn, timeZone, since: cloud.now() })) {
    const moment = dueAt.toISOString();
    const key = { pk: `due#kyc-expiry#${moment.slice(0, 7)}`, sk: `${moment}#${playerId}#${detail}` };
    const Item = { ...key, schemaVersion: 1, subjectId: playerId, detail };
    await operator.send(new PutCommand({ TableName: tableName(cloud, 'jobs'), Item }));
  }
  operator.destroy();
}
