import { commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** A copy of everything that is held about a player. */
export const exportRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/exports',
    entry: 'functions/export/ask',
    caller: 'player',
    worksWithoutConsent: true,
    stepUp: true,
    needs: together(commits, {
      tables: {
        jobs: ['Query', 'GetItem', 'PutItem'],
        limits: ['GetItem', 'PutItem'],
        players: ['ConditionCheckItem'],
      },
      queues: ['export'],
    }),
    errorImpact: 'Players cannot ask for a copy of their data.',
  },
  {
    method: 'GET',
    path: '/v1/me/exports',
    entry: 'functions/export/list',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { jobs: ['Query'] } },
    errorImpact: 'Players cannot see the copies of their data that they asked for.',
  },
  {
    method: 'GET',
    path: '/v1/me/exports/{exportId}',
    entry: 'functions/export/show',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { jobs: ['GetItem'] } },
    errorImpact: 'Players cannot see how far the copy of their data is.',
  },
  {
    method: 'POST',
    path: '/v1/me/exports/{exportId}/downloads',
    entry: 'functions/export/download',
    caller: 'player',
    worksWithoutConsent: true,
    stepUp: true,
    needs: together(commits, {
      tables: { jobs: ['GetItem', 'PutItem'] },
      indexes: { evidence: { 'by-subject': ['Query'] } },
      objects: { exports: { get: ['packages/'] } },
    }),
    errorImpact: 'Players cannot download the copy of their data.',
  },
];
