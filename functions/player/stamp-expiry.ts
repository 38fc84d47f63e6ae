// Queue `expiry`: the rows of an account that was closed
import * as z from 'zod';
import { jurisdictionOf, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import { keyEndsAfterClosure } from '#domain/player/closure.ts';
import { classOfRow } from '#domain/player/row-expiry.ts';
import { logEvent } from '#functions/edge/log.ts';
import { queueHandler, type QueueHandler } from '#functions/edge/queue.ts';
import { openExpiryJobs, type ExpiryJob, type ExpiryJobs } from '#stores/expiry-jobs.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openQueue, type QueueSender } from '#stores/queue.ts';
import { openSubjectRows, subjectTables, type SubjectRow, type SubjectRows } from '#stores/subject-rows.ts';

/** The stores that stamping uses. */
export interface StampExpiryStores {
  jobs: ExpiryJobs;
  players: Players;
  queue: QueueSender;
  rows: SubjectRows;
}

const messageSchema = z.object({ eventId: z.string(), subjectId: z.string() });

const pageRows = 50;
/** A page begins only with so much time left; the rest goes to the next message. */
const pageMilliseconds = 15_000;

/**
 * Stamps on every row of a closed account the moment at which DynamoDB may remove it. A job with a cursor: whatever
 * stops it, the next message goes on where the last page ended, and stamping a row twice changes nothing.
 */
export function stampExpiry(stores: StampExpiryStores): QueueHandler {
  return queueHandler(messageSchema, async ({ eventId, subjectId: playerId }, work) => {
    let job = await stores.jobs.openOrCreate(playerId, subjectTables[0] ?? 'players', work.now);
    const endsAt = await endsOf(stores.players, playerId);
    while (job.state === 'running') {
      if (work.remainingMilliseconds() < pageMilliseconds) {
        await stores.queue.send([{ eventId, subjectId: playerId }]);
        return;
      }
      job = await stampPage(stores, job, endsAt);
    }
    logEvent('EXPIRY_STAMPED', { requestId: work.actor.requestId, subjectId: playerId, count: job.rowsStamped });
  });
}

type EndOf = (row: SubjectRow) => number;

async function endsOf(players: Players, playerId: string): Promise<EndOf> {
  const account = await players.read(playerId);
  const closedAt = new Date(account.closedAt ?? Number.NaN);
  const years = retentionYearsOf(jurisdictionOf(account.jurisdiction));
  const classes = ['identity', 'contact', 'kyc', 'financial', 'activity', 'support'] as const;
  const ends = keyEndsAfterClosure(classes, years, closedAt);
  return ({ table, sk }) => Math.floor((ends.get(classOfRow(table, sk)) ?? closedAt).getTime() / 1000);
}

async function stampPage(stores: StampExpiryStores, job: ExpiryJob, endOf: EndOf): Promise<ExpiryJob> {
  const { rows, cursor } = await stores.rows.page(job.table, job.playerId, { after: job.cursor, limit: pageRows });
  for (const row of rows) await stores.rows.stamp(row, endOf(row));
  const rowsStamped = job.rowsStamped + rows.length;
  const nextTable = cursor === undefined ? subjectTables[subjectTables.indexOf(job.table) + 1] : job.table;
  return stores.jobs.advance(job, { table: nextTable, cursor, rowsStamped });
}

export const handler = stampExpiry({
  jobs: openExpiryJobs(),
  players: openPlayers(),
  queue: openQueue('expiry'),
  rows: openSubjectRows(),
});
