import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const bytes = z.instanceof(Uint8Array);

const emailChangeItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  askedAt: z.string(),
  /** Absent until the new address was proved. */
  confirmedAt: z.string().optional(),
  /** Since when sessions were valid when the change was asked for: whatever ends them all, ends the change too. */
  sessionsValidFrom: z.string(),
  newEmail: bytes,
  /** The address that the new one replaces. */
  previousEmail: bytes,
  endsAtSeconds: z.number(),
});

/** A change of address as stored: both addresses sealed under the player's contact key, recorded under the change's id. */
export interface EmailChange extends Omit<z.infer<typeof emailChangeItemSchema>, 'pk' | 'sk'> {
  playerId: string;
  changeId: string;
}

/** Changes of address, under the player's id, until they lapse or can no longer be undone. */
export interface EmailChanges {
  /** The write that keeps a change that was asked for. */
  asking(change: EmailChange): Write;
  /** A change that has not ended, by a consistent read. */
  find(playerId: string, changeId: string, now: Date): Promise<EmailChange | undefined>;
  /** All changes of a player that can still be undone, by consistent reads. Throws when there are more than can be. */
  undoable(playerId: string, now: Date): Promise<EmailChange[]>;
  /** The write that marks a change as made; its condition fails when it was made before. */
  confirming(change: EmailChange, made: { confirmedAt: string; endsAtSeconds: number }): Write;
  /** The write that forgets a change; its condition fails when there is none. */
  forgetting(change: Pick<EmailChange, 'playerId' | 'changeId'>): Write;
}

/** Opens the store of changes of address. Needs `TABLE_PLAYERS`. */
export function openEmailChanges(): EmailChanges {
  return { asking, find, undoable, confirming, forgetting };
}

const prefix = 'email-change#';
const keyOf = ({ playerId, changeId }: Pick<EmailChange, 'playerId' | 'changeId'>) => ({
  pk: playerId,
  sk: prefix + changeId,
});

function changeOf({ pk, sk, ...change }: z.infer<typeof emailChangeItemSchema>): EmailChange {
  return { ...change, playerId: pk, changeId: sk.slice(prefix.length) };
}

const hasNotEnded = ({ endsAtSeconds }: EmailChange, now: Date) => endsAtSeconds * 1000 > now.getTime();

function asking({ playerId, changeId, ...change }: EmailChange): Write {
  const { endsAtSeconds: expiresAtSeconds } = change;
  const Item = { ...keyOf({ playerId, changeId }), schemaVersion: 1, ...change, expiresAtSeconds };
  return { Put: { TableName: setting('TABLE_PLAYERS'), Item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

async function find(playerId: string, changeId: string, now: Date): Promise<EmailChange | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_PLAYERS'), Key: keyOf({ playerId, changeId }), ConsistentRead: true }),
  );
  const item = emailChangeItemSchema.optional().parse(Item);
  const change = item && changeOf(item);
  return change !== undefined && hasNotEnded(change, now) ? change : undefined;
}

/** A few changes a day, for the days that one can be undone and those that time to live needs: never so many pages. */
const pagesMax = 5;
const pageRows = 100;

async function undoable(playerId: string, now: Date): Promise<EmailChange[]> {
  const changes: EmailChange[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Items, LastEvaluatedKey } = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_PLAYERS'),
        KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':playerId': playerId, ':prefix': prefix },
        ConsistentRead: true,
        Limit: pageRows,
        ExclusiveStartKey,
      }),
    );
    changes.push(
      ...z
        .array(emailChangeItemSchema)
        .parse(Items ?? [])
        .map(changeOf),
    );
    ExclusiveStartKey = LastEvaluatedKey;
    if (ExclusiveStartKey === undefined)
      return changes.filter((change) => change.confirmedAt !== undefined && hasNotEnded(change, now));
  }
  throw new Error('A player has more changes of address than can be');
}

function confirming(
  change: EmailChange,
  { confirmedAt, endsAtSeconds }: { confirmedAt: string; endsAtSeconds: number },
): Write {
  return {
    Update: {
      TableName: setting('TABLE_PLAYERS'),
      Key: keyOf(change),
      UpdateExpression: 'SET confirmedAt = :at, endsAtSeconds = :ends, expiresAtSeconds = :ends',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(confirmedAt)',
      ExpressionAttributeValues: { ':at': confirmedAt, ':ends': endsAtSeconds },
    },
  };
}

function forgetting(change: Pick<EmailChange, 'playerId' | 'changeId'>): Write {
  return {
    Delete: {
      TableName: setting('TABLE_PLAYERS'),
      Key: keyOf(change),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}
