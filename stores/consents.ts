import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { consentPurposes, type ConsentPurpose } from '#domain/consent/consent-text.ts';
import { consentChannels, consentSources, type ConsentRow } from '#domain/consent/consent.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** Made where rows are read: each part of a schema costs a cold start. */
const itemSchema = () =>
  z.object({
    purpose: z.enum(consentPurposes),
    channel: z.enum(consentChannels),
    decision: z.enum(['granted', 'withdrawn']),
    changedAt: z.string(),
    position: z.int(),
    source: z.enum(consentSources),
    shown: z.object({ textHash: z.string(), textVersion: z.int(), language: z.enum(['en', 'id']) }).optional(),
  });

/** One page of the ledger; `cursor` is opaque to callers. */
export interface ConsentPage {
  rows: ConsentRow[];
  cursor: string | undefined;
}

/**
 * The ledger of consents: rows that are only ever added, and beside them the last one of each purpose and channel, which
 * is replaced in the same transaction. Holds no value of a person.
 */
export interface Consents {
  /** The last row of each channel of a purpose, by a consistent read: an objection holds from the moment it is answered. */
  current(playerId: string, purpose: ConsentPurpose): Promise<ConsentRow[]>;
  /** The writes that add a row; their condition fails when another came first, so that all stand in one order. */
  adding(playerId: string, row: ConsentRow): Write[];
  /** The check that a row is still the last one of its purpose and channel. */
  unchanged(playerId: string, row: ConsentRow): Write;
  /** The rows of a purpose, newest first, by consistent reads. */
  history(
    playerId: string,
    purpose: ConsentPurpose,
    page: { after?: string | undefined; limit: number },
  ): Promise<ConsentPage>;
}

/** Opens the ledger of consents. Needs `TABLE_CONSENTS`. */
export function openConsents(): Consents {
  return { current, adding, unchanged, history };
}

const statePrefix = (purpose: ConsentPurpose) => `state#${purpose}#`;
const rowPrefix = (purpose: ConsentPurpose) => `row#${purpose}#`;

async function current(playerId: string, purpose: ConsentPurpose): Promise<ConsentRow[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_CONSENTS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':playerId': playerId, ':prefix': statePrefix(purpose) },
      ConsistentRead: true,
      Limit: consentChannels.length,
    }),
  );
  return z.array(itemSchema()).parse(Items ?? []);
}

function adding(playerId: string, row: ConsentRow): Write[] {
  const TableName = setting('TABLE_CONSENTS');
  const { shown, ...decided } = row;
  const { purpose, channel, changedAt, position } = row;
  const item = { pk: playerId, schemaVersion: 1, ...decided, ...(shown && { shown }) };
  const follows = {
    ConditionExpression: '#position = :before',
    ExpressionAttributeNames: { '#position': 'position' },
    ExpressionAttributeValues: { ':before': position - 1 },
  };
  return [
    {
      Put: {
        TableName,
        Item: { ...item, sk: `${statePrefix(purpose)}${channel}` },
        ...(position === 1 ? { ConditionExpression: 'attribute_not_exists(pk)' } : follows),
      },
    },
    {
      Put: {
        TableName,
        Item: { ...item, sk: `${rowPrefix(purpose)}${changedAt}#${channel}` },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
}

function unchanged(playerId: string, { purpose, channel, position }: ConsentRow): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_CONSENTS'),
      Key: { pk: playerId, sk: `${statePrefix(purpose)}${channel}` },
      ConditionExpression: '#position = :seen',
      ExpressionAttributeNames: { '#position': 'position' },
      ExpressionAttributeValues: { ':seen': position },
    },
  };
}

async function history(
  playerId: string,
  purpose: ConsentPurpose,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<ConsentPage> {
  const prefix = rowPrefix(purpose);
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_CONSENTS'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':playerId': playerId, ':prefix': prefix },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: playerId, sk: prefix + after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    rows: z.array(itemSchema()).parse(Items ?? []),
    cursor: typeof last === 'string' ? last.slice(prefix.length) : undefined,
  };
}
