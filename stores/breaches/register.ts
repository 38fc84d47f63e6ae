import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Breach } from '#domain/breach/breach.ts';
import type { BreachChange } from '#domain/breach/life-cycle.ts';
import { breachRecordEndsAtSeconds } from '#domain/breach/record-end.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { NotFound } from '../failures.ts';
import { setting } from '../settings.ts';
import { breachKey, readBreachItem } from './breach-item.ts';

/** The outcome of building a list. */
export type ReadyList = Required<
  Pick<Breach, 'listHash' | 'affectedCount' | 'unreachableCount' | 'affectedByJurisdiction'>
>;

/** Breaches and the register that lists them. */
export interface BreachRegister {
  /** Reads a breach consistently. Throws `NotFound`. */
  read(breachId: string): Promise<Breach>;
  /** Breaches, latest first. The cursor is the sort key of the last one. */
  page(page: {
    after?: string | undefined;
    limit: number;
  }): Promise<{ breaches: Breach[]; cursor: string | undefined }>;
  /** The writes that record a breach. */
  recording(breach: Breach): Write[];
  /** The write of a decided change; its condition fails in any other state or version than the one decided about. */
  changing(seen: Breach, change: BreachChange): Write;
  /** The write from notifying to notified. */
  finishing(breachId: string, change: BreachChange): Write;
  /** The check that a list under way still is the one that the breach needs. */
  needingList(breachId: string, listId: string): Write;
  /** The write that hands a finished list to the breach. */
  handingList(breachId: string, listId: string, list: ReadyList): Write;
}

/** Opens the register. Needs `TABLE_BREACHES`. */
export function openBreachRegister(): BreachRegister {
  return { read, page, recording, changing, finishing, needingList, handingList };
}

/** Breaches are few: one partition holds their register, newest last. */
const registerPartition = 'register';
const registerItemSchema = z.object({ breachId: z.string() });

async function read(breachId: string): Promise<Breach> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_BREACHES'), Key: breachKey(breachId), ConsistentRead: true }),
  );
  if (Item === undefined) throw new NotFound('breach');
  return readBreachItem(Item);
}

async function page({
  after,
  limit,
}: {
  after?: string | undefined;
  limit: number;
}): Promise<{ breaches: Breach[]; cursor: string | undefined }> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_BREACHES'),
      KeyConditionExpression: 'pk = :register',
      ExpressionAttributeValues: { ':register': registerPartition },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: registerPartition, sk: after } }),
    }),
  );
  const rows = z.array(registerItemSchema).parse(Items ?? []);
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    breaches: await Promise.all(rows.map(({ breachId }) => read(breachId))),
    cursor: typeof last === 'string' ? last : undefined,
  };
}

function recording({ breachId, ...breach }: Breach): Write[] {
  const expiresAtSeconds = breachRecordEndsAtSeconds(new Date(breach.createdAt));
  const items = [
    { ...breachKey(breachId), ...breach },
    { pk: registerPartition, sk: `${breach.createdAt}#${breachId}`, breachId },
  ];
  return items.map((item) => ({
    Put: {
      TableName: setting('TABLE_BREACHES'),
      Item: { ...item, schemaVersion: 1, expiresAtSeconds },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }));
}

/** An update that sets what has a value and removes what has none, where the given attributes are what they must be. */
function update(breachId: string, set: Partial<Breach>, where: Readonly<Record<string, readonly unknown[]>>): Write {
  const given = Object.entries(set);
  const settings = given.flatMap(([name, value]) => (value === undefined ? [] : [`#${name} = :${name}`]));
  const removals = given.flatMap(([name, value]) => (value === undefined ? [`#${name}`] : []));
  const conditions = Object.entries(where).map(
    ([name, values]) => `#${name} IN (${values.map((_, at) => `:where${name}${at}`).join(', ')})`,
  );
  const names = [...Object.keys(set), ...Object.keys(where)];
  const removing = removals.length === 0 ? '' : ` REMOVE ${removals.join(', ')}`;
  return {
    Update: {
      TableName: setting('TABLE_BREACHES'),
      Key: breachKey(breachId),
      UpdateExpression: `SET ${settings.join(', ')}${removing}`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[`:${name}`, value]]))),
        ...Object.fromEntries(
          Object.entries(where).flatMap(([name, values]) => values.map((value, at) => [`:where${name}${at}`, value])),
        ),
      },
    },
  };
}

function changing({ breachId, version, listId }: Breach, { from, set }: BreachChange): Write {
  return update(breachId, set, { state: from, version: [version], listId: [listId] });
}

function finishing(breachId: string, { from, set }: BreachChange): Write {
  return update(breachId, set, { state: from });
}

const buildingList = (listId: string) => ({ state: ['draft'], listId: [listId], listState: ['building'] });

function needingList(breachId: string, listId: string): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_BREACHES'),
      Key: breachKey(breachId),
      ConditionExpression: '#state = :draft AND listId = :listId AND listState = :building',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':draft': 'draft', ':listId': listId, ':building': 'building' },
    },
  };
}

function handingList(breachId: string, listId: string, list: ReadyList): Write {
  return update(breachId, { listState: 'ready', ...list }, buildingList(listId));
}
