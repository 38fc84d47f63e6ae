import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import {
  denialReasons,
  everyCompletionCode,
  extensionReasons,
  requestChannels,
  requestTypes,
  type DataRequest,
} from '#domain/request/request.ts';
import { ownPartOf, playerOfRequest } from '#domain/request/request-id.ts';
import { requestStates } from '#domain/request/states.ts';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

/** What the sort key of a request begins with, among the other rows of its person. */
export const requestRowPrefix = 'request#';

/** Where a request lies. */
export const requestKey = (requestId: string) => ({
  pk: playerOfRequest(requestId),
  sk: requestRowPrefix + ownPartOf(requestId),
});

const makeItemSchema = () => {
  const bytes = z.instanceof(Uint8Array);
  const rowItemSchema = z.object({
    pk: z.string(),
    sk: z.string(),
    type: z.enum(requestTypes),
    state: z.enum(requestStates),
    version: z.int(),
    channel: z.enum(requestChannels),
    jurisdiction: z.string(),
    receivedAt: z.string(),
    recordedAt: z.string(),
    dueAt: z.string(),
    history: z.array(z.object({ state: z.enum(requestStates), at: z.string() })),
    sourcesOpen: z.int(),
    sourcesFailed: z.int(),
    verifiedAt: z.string().optional(),
    primaryId: z.string().optional(),
    extension: z
      .object({ extendedAt: z.string(), reason: z.enum(extensionReasons), previousDueAt: z.string() })
      .optional(),
    denialReason: z.enum(denialReasons).optional(),
    completion: z.enum(everyCompletionCode).optional(),
    warnedPercent: z.int().optional(),
    text: bytes.optional(),
    denialWords: bytes.optional(),
  });
  return rowItemSchema.transform(({ pk, sk, ...rest }): DataRequest => ({
    playerId: pk,
    requestId: pk + sk.slice(requestRowPrefix.length),
    ...rest,
  }));
};
let madeSchema: ReturnType<typeof makeItemSchema> | undefined;
/** The schema by which requests are read, made when the first one is. */
export const requestItemSchema = () => (madeSchema ??= makeItemSchema());

/** Reads a request consistently; undefined where there is none. Needs `TABLE_REQUESTS`. */
export async function findRequest(requestId: string): Promise<DataRequest | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_REQUESTS'), Key: requestKey(requestId), ConsistentRead: true }),
  );
  return requestItemSchema().optional().parse(Item);
}
