import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Keeping a new request: its row, its claim, its warnings, and the first key of its person. */
export const receivesRequests: Needs = together(commits, announces, {
  tables: {
    players: ['GetItem', 'ConditionCheckItem'],
    keys: ['BatchGetItem', 'PutItem'],
    requests: ['PutItem'],
    jobs: ['PutItem'],
    limits: ['GetItem', 'PutItem'],
  },
  subjectKeys: { create: ['support'], open: ['support'] },
});

/** What people ask about their own data (policy C75, C77, C86). */
export const requestRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/requests',
    entry: 'functions/request/make',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(receivesRequests, { tables: { requests: ['GetItem'], limits: ['UpdateItem'] } }),
    errorImpact: 'Players cannot use their rights over their data.',
  },
  {
    method: 'GET',
    path: '/v1/me/requests',
    entry: 'functions/request/list',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { requests: ['Query'] } },
    errorImpact: 'Players cannot see what became of their requests.',
  },
  {
    method: 'GET',
    path: '/v1/me/requests/{requestId}',
    entry: 'functions/request/show',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { requests: ['GetItem'], keys: ['GetItem'] }, subjectKeys: { open: ['support'] } },
    errorImpact: 'Players cannot see why a request was refused.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/requests/{requestId}',
    entry: 'functions/request/revoke',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, { tables: { requests: ['GetItem', 'PutItem', 'DeleteItem'] } }),
    errorImpact: 'Players cannot take a request back.',
  },
  {
    method: 'POST',
    path: '/v1/me/requests/{requestId}/confirmations',
    entry: 'functions/request/confirm',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, announces, {
      tables: { players: ['ConditionCheckItem'], requests: ['GetItem', 'PutItem'] },
    }),
    errorImpact: 'Players cannot confirm a request that support wrote down, and its deadline runs.',
  },
];
