import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';

/** So many documents of one content are compared. */
const sightingsReadMax = 25;

const sightingItemSchema = z.object({ sk: z.string(), playerId: z.string(), documentId: z.string() });

/** A document that was kept with this content. */
export type SeenDocument = Pick<DocumentRecord, 'playerId' | 'documentId'>;

/** Which contents were kept before, by their keyed hash: the content itself cannot be found from it. */
export interface Sightings {
  /** Documents with this content other than the given one. */
  of(contentIndex: string, besides: string): Promise<SeenDocument[]>;
  /**
   * The write that notes a content, and the sort key under which it stands. The first of a content fails when another
   * first was written meanwhile: of two equal files that arrive together, one sees the other.
   */
  noting(contentIndex: string, document: SeenDocument, isFirst: boolean): { write: Write; place: string };
}

/** Opens the sightings. Needs `TABLE_KYC`. */
export function openSightings(): Sightings {
  return { of: seen, noting };
}

const partitionOf = (contentIndex: string): string => `document-hash#${contentIndex}`;

async function seen(contentIndex: string, besides: string): Promise<SeenDocument[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_KYC'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf(contentIndex) },
      ConsistentRead: true,
      Limit: sightingsReadMax,
    }),
  );
  return z
    .array(sightingItemSchema)
    .parse(Items ?? [])
    .filter(({ documentId }) => documentId !== besides)
    .map(({ playerId, documentId }) => ({ playerId, documentId }));
}

function noting(contentIndex: string, { playerId, documentId }: SeenDocument, isFirst: boolean) {
  const key = { pk: partitionOf(contentIndex), sk: isFirst ? 'first' : documentId };
  const Item = { ...key, schemaVersion: 1, playerId, documentId };
  const condition = isFirst ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
  return { write: { Put: { TableName: setting('TABLE_KYC'), Item, ...condition } }, place: `${key.pk}|${key.sk}` };
}
