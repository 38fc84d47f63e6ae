import { argon2Sync } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';
import type { TestPlayer } from './player.ts';
import { tableName } from './staff.ts';

/** Sets one attribute of a row, as only the operator can. */
export async function setAttribute(
  cloud: TestCloud,
  row: { table: string; pk: string; sk: string },
  [name, value]: [string, string],
): Promise<void> {
  const operator = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  await operator.send(
    new UpdateCommand({
      TableName: tableName(cloud, row.table),
      Key: { pk: row.pk, sk: row.sk },
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
  operator.destroy();
}

/** The password hash of a player as it lies in the table. */
export async function passwordHashOf(cloud: TestCloud, { playerId }: TestPlayer): Promise<unknown> {
  return (await rowsOf(cloud, 'credentials')).find(({ pk, sk }) => pk === playerId && sk === 'password')?.[
    'passwordHash'
  ];
}

/** Gives a player the hash that their password would have had before the parameters were raised. */
export async function weakenHash(cloud: TestCloud, { playerId, password }: TestPlayer): Promise<string> {
  const nonce = Buffer.alloc(16, 7);
  const message = Buffer.from(password);
  const tag = argon2Sync('argon2id', { message, nonce, parallelism: 1, tagLength: 32, memory: 4096, passes: 1 });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const weak = `$argon2id$v=19$m=4096,t=1,p=1$${text(nonce)}$${text(tag)}`;
  await setAttribute(cloud, { table: 'credentials', pk: playerId, sk: 'password' }, ['passwordHash', weak]);
  return weak;
}
