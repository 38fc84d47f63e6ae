import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

const wordsSchema = z.object({ whatOccurred: z.string(), whatWasDone: z.string() });

/** pk breach id, sk `notice`: the approved words in each language. */
const noticeItemSchema = z.object({ texts: z.object({ en: wordsSchema, id: wordsSchema }) });

/** pk breach id, sk `affected#<playerId>`: which exposed fields this person had, by their names in the catalogue. */
const affectedItemSchema = z.object({ exposedFields: z.array(z.string()) });

/** What one person is told of a breach. */
export interface BreachNoticeToPerson {
  texts: z.infer<typeof noticeItemSchema>['texts'];
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
      const notice = noticeItemSchema.optional().parse(await get(breachId, 'notice'));
      const affected = affectedItemSchema.optional().parse(await get(breachId, `affected#${playerId}`));
      return notice && affected && { texts: notice.texts, exposedFields: affected.exposedFields };
    },
  };
}

async function get(breachId: string, sk: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({ TableName: setting('TABLE_BREACHES'), Key: { pk: breachId, sk }, ConsistentRead: true }),
  );
  return Item;
}
