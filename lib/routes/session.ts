import { announces, commits, knowsPlayers, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** What starting a session writes and reads: the session, the record of the login and its device. */
export const startsSessions: Needs = together(commits, announces, {
  tables: {
    sessions: ['PutItem'],
    activity: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    players: ['BatchGetItem', 'PutItem', 'UpdateItem'],
    keys: ['BatchGetItem'],
  },
  subjectKeys: { open: ['activity'] },
});

/** Logging in, staying logged in and ending sessions. */
export const sessionRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/sessions',
    entry: 'functions/session/begin',
    caller: 'public',
    needs: together(startsSessions, {
      tables: {
        lookups: ['BatchGetItem'],
        credentials: ['BatchGetItem', 'UpdateItem'],
        limits: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        keys: ['PutItem'],
      },
      // The first login of an account makes the key of its logins.
      subjectKeys: { create: ['activity'] },
      blindIndexes: ['email'],
    }),
    errorImpact: 'No player can log in.',
    hashesPasswords: true,
  },
  {
    method: 'POST',
    path: '/v1/sessions/refreshes',
    entry: 'functions/session/refresh',
    caller: 'public',
    needs: together(commits, knowsPlayers, {
      tables: { sessions: ['UpdateItem', 'DeleteItem'], players: ['ConditionCheckItem'] },
    }),
    errorImpact: 'Players are logged out half an hour after they logged in.',
    alarmsOn: {
      SESSION_REUSE_DETECTED: 'A replaced refresh token came back: it was copied, or a client keeps tokens wrongly.',
    },
  },
  {
    method: 'GET',
    path: '/v1/me/sessions',
    entry: 'functions/session/list',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { sessions: ['Query'] } },
    errorImpact: 'Players cannot see where they are logged in.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/sessions',
    entry: 'functions/session/end-others',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, {
      tables: { sessions: ['Query', 'UpdateItem', 'DeleteItem'], players: ['UpdateItem'] },
    }),
    errorImpact: 'A player cannot throw out whoever else is logged in.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/sessions/{sessionId}',
    entry: 'functions/session/end',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, { tables: { sessions: ['DeleteItem'] } }),
    errorImpact: 'A player cannot end a session on a lost or shared device.',
  },
];
