import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Breach, BreachTexts } from '#domain/breach/breach.ts';
import { breachRecordEndsAtSeconds } from '#domain/breach/record-end.ts';
import { affectedKey } from './breaches/affected-key.ts';
import { storedTextsSchema } from './breaches/stored-texts.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** pk breach id, sk `notice`: the approved words in each language and the list that they are for. */
const noticeItemSchema = z.object({ texts: storedTextsSchema, listId: z.string() });

/** pk breach id, sk `affected#<playerId>`: which exposed fields this person had, by their names in the catalogue. */
const affectedItemSchema = z.object({ exposedFields: z.array(z.string()), listId: z.string() });

/** What one person is told of a breach. */
export interface BreachNoticeToPerson {
  texts: BreachTexts;
  exposedFields: readonly string[];
}

/** The notices of a breach as the sender of mails reads them. */
export interface BreachNotices {
  /** What a person is told; undefined when the breach has no approved words or does not concern them. */
  find(breachId: string, playerId: string): Promise<BreachNoticeToPerson | undefined>;
}

/** Opens the notices of breaches. Needs `TABLE_BREACHES`. */
export function openBreachNotices(): BreachNotices {
  return {
    async find(breachId, playerId) {
      const notice = noticeItemSchema.optional().parse(await get(noticeKey(breachId)));
      const affected = affectedItemSchema.optional().parse(await get(affectedKey(breachId, playerId)));
      if (notice === undefined || affected === undefined || notice.listId !== affected.listId) return undefined;
      return { texts: notice.texts, exposedFields: affected.exposedFields };
    },
  };
}

const noticeKey = (breachId: string) => ({ pk: breachId, sk: 'notice' });

async function get(Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_BREACHES'), Key, ConsistentRead: true }),
  );
  return Item;
}

/** The write that makes the approved words the ones that are sent; nothing changes them afterwards. */
export function publishingNotice({ breachId, texts, listId }: Breach, noticeHash: string, now: Date): Write {
  return {
    Put: {
      TableName: setting('TABLE_BREACHES'),
      Item: {
        ...noticeKey(breachId),
        schemaVersion: 1,
        texts,
        listId,
        noticeHash,
        publishedAt: now.toISOString(),
        expiresAtSeconds: breachRecordEndsAtSeconds(now),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
