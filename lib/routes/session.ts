import { commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Logging in and ending sessions. */
export const sessionRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/sessions',
    entry: 'functions/session/begin',
    caller: 'public',
    needs: together(commits, {
      tables: {
        lookups: ['GetItem'],
        credentials: ['GetItem'],
        limits: ['GetItem', 'PutItem', 'DeleteItem'],
        sessions: ['PutItem'],
      },
      blindIndexes: ['email'],
    }),
    errorImpact: 'No player can log in.',
    hashesPasswords: true,
  },
  {
    method: 'GET',
    path: '/v1/me/sessions',
    entry: 'functions/session/list',
    caller: 'player',
    needs: { tables: { sessions: ['Query'] } },
    errorImpact: 'Players cannot see where they are logged in.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/sessions/{sessionId}',
    entry: 'functions/session/end',
    caller: 'player',
    needs: together(commits, { tables: { sessions: ['DeleteItem'] } }),
    errorImpact: 'A player cannot end a session on a lost or shared device.',
  },
];
