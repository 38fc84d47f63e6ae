import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { closureDeadline, jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { closesAtFor } from '#domain/player/closure.ts';
import { openDueList } from '#stores/due-list.ts';
import { openPlayers, type PlayerAccount } from '#stores/players.ts';
import { regionSettings } from '#stores/settings.ts';
import { auditRowsSince } from './audit-rows.ts';
import { erasuresSince } from './erasures.ts';
import type { Replay, ReplayLedger } from './ledger.ts';

const rowSchema = z.object({
  subjectId: z.string(),
  at: z.string(),
  action: z.enum(['closure-requested', 'closure-undone']),
});

type LastWord = z.infer<typeof rowSchema>;

/** What each person said last of closing the account since the restored moment, unless it was closed meanwhile. */
async function lastWordsSince(replay: Replay): Promise<LastWord[]> {
  const closedIds = new Set((await erasuresSince(replay)).map(({ subjectId }) => subjectId));
  const last = new Map<string, LastWord>();
  for await (const page of auditRowsSince(replay, rowSchema.shape.action.options, replay.at)) {
    for (const word of z.array(rowSchema).parse(page)) {
      if ((last.get(word.subjectId)?.at ?? '') < word.at) last.set(word.subjectId, word);
    }
  }
  return [...last.values()].filter(({ subjectId }) => !closedIds.has(subjectId));
}

const accountUpdate = ({ restored }: Replay, playerId: string) => ({
  TableName: restored.players,
  Key: { pk: playerId, sk: 'account' },
  ConditionExpression: 'attribute_exists(pk)',
  ExpressionAttributeNames: { '#state': 'state' },
});

/** Asks again: with the moment that the person was told of, and on the list of what is due. */
async function ask(replay: Replay, { playerId, jurisdiction }: PlayerAccount, at: Date): Promise<void> {
  const graceDaysMax = regionSettings().closureGraceDays;
  const deadline = closureDeadline(jurisdictionOf(jurisdiction), at);
  const closesAt = closesAtFor(at, { graceDaysMax, deadline });
  const { Put } = openDueList().adding('closure', closesAt, { subjectId: playerId, detail: 'account' });
  if (Put !== undefined) await replay.region.documents.send(new PutCommand(Put));
  await replay.region.documents.send(
    new UpdateCommand({
      ...accountUpdate(replay, playerId),
      UpdateExpression: 'SET #state = :closing, closingSince = :at, closesAt = :closesAt',
      ExpressionAttributeValues: {
        ':closing': 'closing',
        ':at': at.toISOString(),
        ':closesAt': closesAt.toISOString(),
      },
    }),
  );
}

async function undo(replay: Replay, playerId: string): Promise<void> {
  await replay.region.documents.send(
    new UpdateCommand({
      ...accountUpdate(replay, playerId),
      UpdateExpression: 'SET #state = :open REMOVE closingSince, closesAt',
      ExpressionAttributeValues: { ':open': 'open' },
    }),
  );
}

/** Puts one account into the state that its owner wanted last. Answers whether it was in another. */
async function settle(replay: Replay, { subjectId, at, action }: LastWord): Promise<boolean> {
  const account = await openPlayers().find(subjectId);
  const wanted = action === 'closure-requested' ? 'closing' : 'open';
  if (account === undefined || account.state === 'closed') return false;
  if (account.state === wanted && (account.closingSince ?? at) === at) return false;
  if (wanted === 'closing') await ask(replay, account, new Date(at));
  else await undo(replay, subjectId);
  return true;
}

/** Closures that were asked for or undone since, and are not done yet: the account closes on the day that was told. */
export const askedClosures: ReplayLedger = {
  name: 'asked closures',
  async replay(replay) {
    if (replay.restored.players === undefined) return { found: 0, applied: 0 };
    const words = await lastWordsSince(replay);
    let applied = 0;
    for (const word of words) if (await settle(replay, word)) applied += 1;
    return { found: words.length, applied };
  },
};
