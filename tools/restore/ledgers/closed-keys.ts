import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Write } from '#stores/commitment.ts';
import { openDueList } from '#stores/due-list.ts';
import { openSubjectKeys, type StoredSubjectKey } from '#stores/keys.ts';
import { setting } from '#stores/settings.ts';
import { endsOf, type Closing } from './closing.ts';
import type { Replay } from './ledger.ts';

async function send({ region }: Replay, { Delete, Put, Update }: Write): Promise<void> {
  if (Delete !== undefined) await region.documents.send(new DeleteCommand(Delete));
  if (Put !== undefined) await region.documents.send(new PutCommand(Put));
  if (Update !== undefined) await region.documents.send(new UpdateCommand(Update));
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1000);

const dueOf = ({ subjectId, keyClass }: StoredSubjectKey) => ({ subjectId, detail: keyClass });

/** Deletes a key whose time has passed, as the sweep would have done, or keeps it as a law demands. */
async function endKey(replay: Replay, key: StoredSubjectKey, endsAt: Date): Promise<boolean> {
  const { subjectId, keyClass, kmsKeyArn, endsAtSeconds } = key;
  const store = openSubjectKeys();
  if (endsAt <= replay.now) {
    const Key = { pk: subjectId, sk: keyClass };
    await send(replay, { Delete: { TableName: setting('TABLE_KEYS'), Key } });
    return true;
  }
  await send(replay, openDueList().adding('key-end', endsAt, dueOf(key)));
  const isRewrapped = kmsKeyArn === setting('KEY_COMPLIANCE');
  if (isRewrapped && endsAtSeconds === secondsOf(endsAt)) return false;
  const write = isRewrapped ? store.ending(subjectId, keyClass, endsAt) : await store.rewrapping(key, endsAt);
  await send(replay, write);
  return true;
}

/**
 * Ends the restored keys of a closed account: those whose time has passed are deleted, retained ones move under the
 * compliance key and stand on the due list. Answers how many keys were not so already.
 */
export async function endKeysOf(replay: Replay, closing: Closing): Promise<number> {
  if (replay.restored.keys === undefined) return 0;
  const keys = await openSubjectKeys().listOf(closing.playerId);
  const endOf = endsOf(
    closing,
    keys.map(({ keyClass }) => keyClass),
  );
  let changed = 0;
  for (const key of keys) if (await endKey(replay, key, endOf(key.keyClass) ?? closing.closedAt)) changed += 1;
  return changed;
}
