import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentRecord } from '#domain/kyc/document.ts';
import type { Verdict } from '#domain/kyc/intake.ts';
import type { ReviewedDocument } from '#domain/kyc/review-command.ts';
import { documentClient } from '../clients.ts';
import type { Write } from '../commitment.ts';
import { setting } from '../settings.ts';
import { documentKey, readDocumentItem } from './document-item.ts';

/** More documents of one player than this are not listed; 20 a day is the most that anybody may offer. */
const documentsListedMax = 200;

/** What is known of documents. Their bytes are in the bucket (`stores/kyc/objects.ts`). */
export interface Documents {
  /** Reads one document consistently. */
  find(playerId: string, documentId: string): Promise<DocumentRecord | undefined>;
  /** All documents of a player, newest first. */
  list(playerId: string): Promise<DocumentRecord[]>;
  /** The write that begins a document. */
  offering(document: DocumentRecord): Write;
  /** The write `awaiting-upload -> scanning`, bound to the one version that counts. */
  claiming(document: DocumentRecord, versionId: string, now: Date): Write;
  /**
   * The write `scanning -> in-review | refused`.
   * @param seen where the sighting of its content is kept, so that whoever erases the document finds it
   */
  deciding(document: DocumentRecord, verdict: Verdict, seen: { now: Date; sighting?: string | undefined }): Write;
  /** The write `awaiting-upload -> refused` of a slot that nobody used. */
  expiring(document: DocumentRecord, now: Date): Write;
  /** The write `in-review -> approved | refused | resubmission-asked` of a reviewer's decision. */
  reviewing(document: DocumentRecord, decided: ReviewedDocument, now: Date): Write;
  /** The write `approved -> expired` of a document whose date has passed. */
  lapsing(document: DocumentRecord): Write;
  /** The write that notes an upload beyond the first, in whatever state. */
  notingLaterVersion(document: DocumentRecord): Write;
}

/** Opens the store of documents. Needs `TABLE_KYC`. */
export function openDocuments(): Documents {
  return { find, list, offering, claiming, deciding, expiring, reviewing, lapsing, notingLaterVersion };
}

async function find(playerId: string, documentId: string): Promise<DocumentRecord | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_KYC'), Key: documentKey(playerId, documentId), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : readDocumentItem(Item);
}

async function list(playerId: string): Promise<DocumentRecord[]> {
  const { Items } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_KYC'),
      KeyConditionExpression: 'pk = :playerId AND begins_with(sk, :documents)',
      ExpressionAttributeValues: { ':playerId': playerId, ':documents': 'document#' },
      ConsistentRead: true,
      Limit: documentsListedMax,
    }),
  );
  return (Items ?? []).map(readDocumentItem).sort((one, other) => other.offeredAt.localeCompare(one.offeredAt));
}

function offering({ playerId, documentId, ...rest }: DocumentRecord): Write {
  const Item = { ...documentKey(playerId, documentId), schemaVersion: 1, ...rest };
  return { Put: { TableName: setting('TABLE_KYC'), Item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** An update that a document takes only in the state that it comes from. */
function moving(document: DocumentRecord, move: { from: string; set: Record<string, unknown> }): Write {
  const set = Object.entries(move.set).filter(([, value]) => value !== undefined);
  const bound = document.versionId === undefined ? '' : ' AND versionId = :versionId';
  return {
    Update: {
      TableName: setting('TABLE_KYC'),
      Key: documentKey(document.playerId, document.documentId),
      UpdateExpression: `SET ${set.map((_, at) => `#name${at} = :value${at}`).join(', ')}`,
      ConditionExpression: `#state = :from${bound}`,
      ExpressionAttributeNames: {
        '#state': 'state',
        ...Object.fromEntries(set.map(([name], at) => [`#name${at}`, name])),
      },
      ExpressionAttributeValues: {
        ':from': move.from,
        ...(document.versionId === undefined ? {} : { ':versionId': document.versionId }),
        ...Object.fromEntries(set.map(([, value], at) => [`:value${at}`, value])),
      },
    },
  };
}

const claiming = (document: DocumentRecord, versionId: string, now: Date): Write =>
  moving(document, { from: 'awaiting-upload', set: { state: 'scanning', versionId, claimedAt: now.toISOString() } });

const deciding: Documents['deciding'] = (document, verdict, { now, sighting }) =>
  moving(document, { from: 'scanning', set: { ...verdict, decidedAt: now.toISOString(), sighting } });

const expiring = (document: DocumentRecord, now: Date): Write =>
  moving(document, {
    from: 'awaiting-upload',
    set: { state: 'refused', reason: 'never-arrived', decidedAt: now.toISOString() },
  });

const reviewing: Documents['reviewing'] = (document, { state, reason }, now) =>
  moving(document, { from: 'in-review', set: { state, reason, reviewedAt: now.toISOString() } });
const lapsing = (document: DocumentRecord): Write => moving(document, { from: 'approved', set: { state: 'expired' } });

function notingLaterVersion({ playerId, documentId }: DocumentRecord): Write {
  return {
    Update: {
      TableName: setting('TABLE_KYC'),
      Key: documentKey(playerId, documentId),
      UpdateExpression: 'ADD laterVersionCount :one',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':one': 1 },
    },
  };
}
