import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { hashPassword } from '#stores/password-hash.ts';
import { passkeyRows } from '#stores/passkeys.ts';
import { auditRowsSince } from './audit-rows.ts';
import type { Replay, ReplayLedger } from './ledger.ts';
import { unlessRefused } from './unless-refused.ts';

/** Audit rows that say that a secret, or where messages about secrets go, is not what it was. */
const changes = [
  'email-change-reverted',
  'email-changed',
  'password-changed',
  'password-reset',
  'phone-change-reverted',
  'phone-changed',
  'second-factor-off',
  'second-factor-on',
];

/** Whose secrets have changed since the restored moment. */
async function changedSince(replay: Replay): Promise<Set<string>> {
  const schema = z.array(z.object({ subjectId: z.string() }));
  const changed = new Set<string>();
  for await (const page of auditRowsSince(replay, changes, replay.at)) {
    for (const { subjectId } of schema.parse(page)) changed.add(subjectId);
  }
  return changed;
}

/** Whoever changed a password may have done so because somebody else knew it: from now on nobody knows it. */
async function forgetPassword({ region, restored }: Replay, playerId: string): Promise<boolean> {
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
  return unlessRefused(() =>
    region.documents.send(
      new UpdateCommand({
        TableName: restored.credentials,
        Key: { pk: playerId, sk: 'password' },
        ConditionExpression: 'attribute_exists(pk)',
        UpdateExpression: 'SET passwordHash = :unknown',
        ExpressionAttributeValues: { ':unknown': passwordHash },
      }),
    ),
  );
}

/** A passkey that was removed since may be on a stolen device. */
async function removePasskeys({ region, restored }: Replay, playerId: string): Promise<void> {
  for (const sk of passkeyRows) {
    await region.documents.send(new DeleteCommand({ TableName: restored.credentials, Key: { pk: playerId, sk } }));
  }
}

/**
 * Passwords, second factors and addresses that were changed since: the old password and passkeys open nothing; their owner
 * sets a new password by the mailed link, as after forgetting it. Comes after closures, which leave no credential.
 */
export const changedSecrets: ReplayLedger = {
  name: 'changed secrets',
  async replay(replay) {
    if (replay.restored.credentials === undefined) return { found: 0, applied: 0 };
    const changed = await changedSince(replay);
    let applied = 0;
    for (const playerId of changed) {
      await removePasskeys(replay, playerId);
      if (await forgetPassword(replay, playerId)) applied += 1;
    }
    return { found: changed.size, applied };
  },
};
