import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { sealField } from '#stores/sealing.ts';
import type { TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';
import type { TestPlayer } from './player.ts';
import { tableName } from './staff.ts';

/** A page that a mailed link of recovery leads to. */
export type LinkPath = 'password-reset' | 'email-change' | 'email-change-reversion';

/** The tokens of all links to a page in the mails to an address, oldest first. */
export function linkTokens(cloud: TestCloud, email: string, path: LinkPath): string[] {
  const texts = cloud.cloud.mail.mails({ to: email }).map(({ text }) => text ?? '');
  return texts.flatMap((text) => new RegExp(`/${path}#([\\w-]{43})`).exec(text)?.[1] ?? []);
}

/** Asks for a link to a new password and answers its token; undefined when no mail came. */
export async function askForReset(cloud: TestCloud, email: string): Promise<string | undefined> {
  await cloud.api('POST /v1/password-resets', { body: { email } });
  await cloud.settle();
  return linkTokens(cloud, email, 'password-reset').at(-1);
}

/** The subjects of all mails to an address, oldest first. */
export const subjectsTo = (cloud: TestCloud, email: string): (string | undefined)[] =>
  cloud.cloud.mail.mails({ to: email }).map(({ subject }) => subject);

/** The account row of a player, as it lies there. */
export async function accountOf(cloud: TestCloud, { playerId }: Pick<TestPlayer, 'playerId'>) {
  const row = (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
  if (row === undefined) throw new Error('There is no such account');
  return row;
}

/**
 * Turns an authenticator on, as only the operator can without the player, with a secret sealed as the platform seals it;
 * answers what tells its code of a moment.
 */
export async function turnFactorOn(cloud: TestCloud, { playerId }: TestPlayer): Promise<(now: Date) => string> {
  const secret = new Secret({ size: 20 });
  const identity = { subjectId: playerId, keyClass: 'identity', key: await identityKeyOf(cloud, playerId) } as const;
  const totpSecret = sealField(identity, { field: 'totpSecret', recordId: playerId }, secret.base32);
  const row = { pk: playerId, sk: 'factor#totp', schemaVersion: 1, totpSecret, state: 'on', usedStep: 0 };
  const operator = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const Item = { ...row, changedAt: cloud.now().toISOString(), pendingEndsAtSeconds: 0 };
  await operator.send(new PutCommand({ TableName: tableName(cloud, 'credentials'), Item }));
  operator.destroy();
  return (now) => new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: now.getTime() });
}

async function identityKeyOf(cloud: TestCloud, playerId: string): Promise<KeyObject> {
  const row = (await rowsOf(cloud, 'keys')).find(({ pk, sk }) => pk === playerId && sk === 'identity');
  const CiphertextBlob = row?.['wrappedKey'];
  if (!(CiphertextBlob instanceof Uint8Array)) throw new Error('The player has no such key');
  const kms = new KMSClient(cloud.cloud.clientSettings());
  const EncryptionContext = { subject: playerId, class: 'identity' };
  const { Plaintext } = await kms.send(
    new DecryptCommand({ KeyId: String(row?.['kmsKeyArn']), CiphertextBlob, EncryptionContext }),
  );
  kms.destroy();
  if (Plaintext === undefined) throw new Error('KMS answered without a key');
  return createSecretKey(Plaintext);
}
