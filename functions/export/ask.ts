// POST /v1/me/exports
import { refused } from '#domain/decision.ts';
import { exportsPerDay, isRunning } from '#domain/export/export-job.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openExportJobs, type ExportJobs } from '#stores/exports/jobs.ts';
import { openIdempotency, type Idempotency } from '#stores/idempotency.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openQueue } from '#stores/queue.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { beginExport, type BeginStores } from './begin-export.ts';
import { askContract } from './contract.ts';
import { represent } from './represent.ts';

/** The stores that asking for a copy uses. */
export interface AskStores extends BeginStores {
  idempotency: Idempotency;
  jobs: Pick<ExportJobs, 'beginning' | 'find' | 'list'>;
  sessions: Sessions;
}

const dayMilliseconds = 86_400_000;

/** Begins a copy of everything held about the player: one at a time, and a few a day. */
export function ask(stores: AskStores): HttpHandler {
  return playerHttp(askContract, stores, async ({ caller, now, actor, idempotencyKey, bodyHash }) => {
    const { playerId } = caller;
    const command = { playerId, route: askContract.route, key: idempotencyKey, bodyHash };
    const known = await stores.idempotency.find(command, now);
    if (known === 'reused') return refused('idempotency-key-reused');
    if (known !== 'new') {
      const job = await stores.jobs.find({ playerId, exportId: known.resourceId });
      if (job === undefined) throw new Error('An idempotency record names a copy that does not exist');
      return answer(202, represent(job));
    }
    const earlier = await stores.jobs.list(playerId);
    if (earlier.some(isRunning)) return refused('export-running');
    const today = earlier.filter(({ startedAt }) => now.getTime() - Date.parse(startedAt) < dayMilliseconds);
    const oldest = today.at(-1);
    if (oldest !== undefined && today.length >= exportsPerDay) {
      const free = Date.parse(oldest.startedAt) + dayMilliseconds;
      return refused('too-many-attempts', { retryAfterSeconds: Math.ceil((free - now.getTime()) / 1000) });
    }
    const exportId = newId();
    const writes = [stores.idempotency.remembering(command, exportId, now)];
    return answer(202, represent(await beginExport(stores, { exportId, playerId, writes }, { actor, now })));
  });
}

export const handler = ask({
  idempotency: openIdempotency(),
  jobs: openExportJobs(),
  ledger: openLedger(),
  queue: openQueue('export'),
  sessions: openSessions(),
});
