// POST /v1/me/exports/{exportId}/downloads
import { createHash } from 'node:crypto';
import { refused, type Refused } from '#domain/decision.ts';
import { downloadsMax, heldUntil, holdHours, packageLinkSeconds, type ExportJob } from '#domain/export/export-job.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { logEvent } from '#functions/edge/log.ts';
import { openExportJobs, type ExportJobs } from '#stores/exports/jobs.ts';
import { openExportObjects, type ExportObjects } from '#stores/exports/objects.ts';
import { openRecentChanges, type RecentChanges } from '#stores/exports/recent-changes.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { downloadContract } from './contract.ts';

/** The stores that downloading a copy uses. */
export interface DownloadStores {
  changes: RecentChanges;
  jobs: Pick<ExportJobs, 'downloading' | 'find'>;
  ledger: Ledger;
  objects: Pick<ExportObjects, 'signLink'>;
  sessions: Sessions;
}

/** Answers a link to a package. The download is written down, once per command, before the link exists. */
export function download(stores: DownloadStores): HttpHandler {
  return playerHttp(downloadContract, stores, async ({ command: { path }, caller, now, actor, idempotencyKey }) => {
    const { playerId } = caller;
    const { exportId } = path;
    const job = await stores.jobs.find({ playerId, exportId });
    if (job === undefined) return refused('not-found');
    const refusal = refuseByState(job, now) ?? (await refuseWhileHeld(stores, playerId, now));
    if (refusal !== undefined) return refusal;
    const downloadId = createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32);
    await stores.ledger.commit({
      writes: stores.jobs.downloading(job, { downloadId, now }),
      audit: [{ action: 'export-downloaded', noun: 'export', nounId: exportId, subjectId: playerId }],
      actor,
      now,
    });
    logEvent('EXPORT_DOWNLOADED', { requestId: actor.requestId, subjectId: playerId, recordId: exportId });
    const expiresAt = new Date(now.getTime() + packageLinkSeconds * 1000).toISOString();
    return answer(201, { url: await stores.objects.signLink(job), expiresAt });
  });
}

function refuseByState({ state, destroyAt = '', downloadCount }: ExportJob, now: Date): Refused | undefined {
  if (state !== 'ready' || destroyAt <= now.toISOString()) return refused('export-not-ready');
  if (downloadCount < downloadsMax) return undefined;
  const detail = `A copy can be downloaded ${downloadsMax} times; ask for another one.`;
  return refused('too-many-attempts', { detail });
}

async function refuseWhileHeld({ changes }: DownloadStores, playerId: string, now: Date): Promise<Refused | undefined> {
  const done = await changes.since(playerId, new Date(now.getTime() - holdHours * 3_600_000));
  const until = heldUntil(done, now);
  if (until === undefined) return undefined;
  return refused('export-held', {
    detail: `How you sign in was changed lately; the copy can be downloaded from ${until.toISOString()}.`,
    retryAfterSeconds: Math.ceil((until.getTime() - now.getTime()) / 1000),
  });
}

export const handler = download({
  changes: openRecentChanges(),
  jobs: openExportJobs(),
  ledger: openLedger(),
  objects: openExportObjects(),
  sessions: openSessions(),
});
