import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';
import { auditRowsSince } from './audit-rows.ts';
import { endRowsOf } from './closed-rows.ts';
import type { Replay, ReplayLedger } from './ledger.ts';

const endedSchema = z.object({ subjectId: z.string(), context: z.object({ keyClass: z.enum(keyClasses) }) });

type EndedClass = z.infer<typeof endedSchema>;

/** The audit rows by which the sweep says that a class of a person's data is gone. */
async function endedSince(replay: Replay): Promise<EndedClass[]> {
  const ended: EndedClass[] = [];
  for await (const page of auditRowsSince(replay, ['class-erased'], replay.since)) {
    ended.push(...z.array(endedSchema).parse(page));
  }
  return ended;
}

async function deleteKey({ region, restored }: Replay, subjectId: string, keyClass: KeyClass): Promise<boolean> {
  if (restored.keys === undefined) return false;
  const Key = { pk: subjectId, sk: keyClass };
  const deletion = new DeleteCommand({ TableName: restored.keys, Key, ReturnValues: 'ALL_OLD' });
  return (await region.documents.send(deletion)).Attributes !== undefined;
}

/** Ends of retention and lapsed registrations: what the nightly sweep did, done again to the copies (sweep-ended.ts). */
export const endedClasses: ReplayLedger = {
  name: 'ended classes',
  async replay(replay) {
    const ended = await endedSince(replay);
    let applied = 0;
    for (const { subjectId, context } of ended) {
      const endOf = (keyClass: KeyClass) => (keyClass === context.keyClass ? replay.now : undefined);
      const rows = await endRowsOf(replay, subjectId, endOf);
      const isDeleted = await deleteKey(replay, subjectId, context.keyClass);
      if (isDeleted || rows > 0) applied += 1;
    }
    return { found: ended.length, applied };
  },
};
