// GET /v1/me/exports/{exportId}
import { refused } from '#domain/decision.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openExportJobs, type ExportJobs } from '#stores/exports/jobs.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { showContract } from './contract.ts';
import { represent } from './represent.ts';

/** The stores that showing a copy uses. */
export interface ShowStores {
  jobs: Pick<ExportJobs, 'find'>;
  sessions: Sessions;
}

/** Shows how far a copy is. Another person's answers like one that does not exist. */
export function show(stores: ShowStores): HttpHandler {
  return playerHttp(showContract, stores, async ({ command: { path }, caller }) => {
    const job = await stores.jobs.find({ playerId: caller.playerId, exportId: path.exportId });
    return job === undefined ? refused('not-found') : answer(200, represent(job));
  });
}

export const handler = show({ jobs: openExportJobs(), sessions: openSessions() });
