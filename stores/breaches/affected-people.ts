import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { affectedStates, type AffectedPerson } from '#domain/breach/affected-person.ts';
import { exposedFieldsSchema } from '#domain/breach/breach.ts';
import { breachRecordEndsAtSeconds } from '#domain/breach/record-end.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';
import { affectedKey, affectedPrefix } from './affected-key.ts';

const affectedItemSchema = z.object({
  playerId: z.string(),
  jurisdiction: z.string(),
  exposedFields: exposedFieldsSchema,
  listId: z.string(),
  state: z.enum(affectedStates),
});

/** A row of a list: the person, what of theirs was exposed, and what became of telling them. */
export type AffectedRow = z.infer<typeof affectedItemSchema>;

/** One page of a list in the order of player ids. */
export interface AffectedPage {
  rows: AffectedRow[];
  cursor: string | undefined;
}

/** The people on the list of a breach: one row per person, however often they are found. */
export interface AffectedPeople {
  /** A page of rows, sorted by player id; rows of a list that was replaced are among them until they are removed. */
  page(breachId: string, page: { after?: string | undefined; limit: number }): Promise<AffectedPage>;
  /** The write that puts somebody on a list. */
  listing(breachId: string, listId: string, person: AffectedPerson & { now: Date }): Write;
  /** The write that removes a row of another list than the present one. */
  removing(breachId: string, row: AffectedRow): Write;
  /** The write from listed to queued; of two senders one fails. */
  queueing(breachId: string, row: AffectedRow): Write;
}

/** Opens the lists. Needs `TABLE_BREACHES`. */
export function openAffectedPeople(): AffectedPeople {
  return { page, listing, removing, queueing };
}

async function page(
  breachId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<AffectedPage> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_BREACHES'),
      KeyConditionExpression: 'pk = :breach AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':breach': breachId, ':prefix': affectedPrefix },
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: breachId, sk: after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    rows: z.array(affectedItemSchema).parse(Items ?? []),
    cursor: typeof last === 'string' ? last : undefined,
  };
}

function listing(breachId: string, listId: string, { now, ...person }: AffectedPerson & { now: Date }): Write {
  const Item = {
    ...affectedKey(breachId, person.playerId),
    schemaVersion: 1,
    ...person,
    listId,
    state: 'listed',
    expiresAtSeconds: breachRecordEndsAtSeconds(now, person.jurisdiction),
  };
  return { Put: { TableName: setting('TABLE_BREACHES'), Item } };
}

const asSeen = ({ listId }: AffectedRow, state: AffectedRow['state']) => ({
  ConditionExpression: 'listId = :listId AND #state = :seen',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':listId': listId, ':seen': state },
});

function removing(breachId: string, row: AffectedRow): Write {
  const Key = affectedKey(breachId, row.playerId);
  return { Delete: { TableName: setting('TABLE_BREACHES'), Key, ...asSeen(row, 'listed') } };
}

function queueing(breachId: string, row: AffectedRow): Write {
  const { ExpressionAttributeValues, ...condition } = asSeen(row, 'listed');
  return {
    Update: {
      TableName: setting('TABLE_BREACHES'),
      Key: affectedKey(breachId, row.playerId),
      UpdateExpression: 'SET #state = :queued',
      ...condition,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':queued': 'queued' },
    },
  };
}
