// GET /v1/me/exports
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openExportJobs, type ExportJobs } from '#stores/exports/jobs.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { listContract } from './contract.ts';
import { represent } from './represent.ts';

/** The stores that listing copies uses. */
export interface ListStores {
  jobs: Pick<ExportJobs, 'list'>;
  sessions: Sessions;
}

/** Lists the copies that a player asked for. */
export function list(stores: ListStores): HttpHandler {
  return playerHttp(listContract, stores, async ({ caller }) =>
    answer(200, { exports: (await stores.jobs.list(caller.playerId)).map(represent) }),
  );
}

export const handler = list({ jobs: openExportJobs(), sessions: openSessions() });
