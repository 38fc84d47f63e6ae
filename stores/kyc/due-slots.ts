import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type DocumentRecord, slotGraceSeconds } from '#domain/kyc/document.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

/** The list of documents on their way is spread over this many partitions. */
const dueShards = 8;
/** How many slots one page of the sweep reads. */
const duePageItemsMax = 50;

const dueItemSchema = z.object({ pk: z.string(), sk: z.string(), playerId: z.string(), documentId: z.string() });

/** A document whose slot is over and which has not been finished. */
export type DueSlot = z.infer<typeof dueItemSchema>;

/** Which documents are on their way, by the moment from which the sweep looks at them. */
export interface DueSlots {
  /** Slots that are due, shard by shard, oldest first in each. */
  due(now: Date): AsyncGenerator<DueSlot>;
  /** The write that puts a document on the list. */
  listing(document: DocumentRecord): Write;
  /** The write that strikes a document off the list. */
  striking(document: Pick<DocumentRecord, 'documentId' | 'slotEndsAtSeconds'>): Write;
  /** The write that strikes an entry whose document is gone. */
  strikingEntry(slot: DueSlot): Write;
}

/** Opens the list. Needs `TABLE_KYC`. */
export function openDueSlots(): DueSlots {
  return { due, listing, striking, strikingEntry };
}

function keyOf({ documentId, slotEndsAtSeconds }: Pick<DocumentRecord, 'documentId' | 'slotEndsAtSeconds'>) {
  const dueAt = new Date((slotEndsAtSeconds + slotGraceSeconds) * 1000).toISOString();
  return { pk: `due#${documentId.charCodeAt(0) % dueShards}`, sk: `${dueAt}#${documentId}` };
}

async function* due(now: Date): AsyncGenerator<DueSlot> {
  for (let shard = 0; shard < dueShards; shard += 1) yield* dueInShard(`due#${shard}`, now);
}

async function* dueInShard(pk: string, now: Date): AsyncGenerator<DueSlot> {
  let after: Record<string, unknown> | undefined;
  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: setting('TABLE_KYC'),
        KeyConditionExpression: 'pk = :pk AND sk < :now',
        ExpressionAttributeValues: { ':pk': pk, ':now': now.toISOString() },
        Limit: duePageItemsMax,
        ConsistentRead: true,
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    yield* z.array(dueItemSchema).parse(page.Items ?? []);
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}

function listing(document: DocumentRecord): Write {
  const { playerId, documentId } = document;
  const Item = { ...keyOf(document), schemaVersion: 1, playerId, documentId };
  return { Put: { TableName: setting('TABLE_KYC'), Item } };
}

const strikingKey = (Key: { pk: string; sk: string }): Write => ({ Delete: { TableName: setting('TABLE_KYC'), Key } });

const striking: DueSlots['striking'] = (document) => strikingKey(keyOf(document));

const strikingEntry = ({ pk, sk }: DueSlot): Write => strikingKey({ pk, sk });
