import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Seeing who logged in, and throwing out whoever should not have (policy C21-C24, C37). */
export const loginRoutes: readonly RouteRow[] = [
  {
    method: 'GET',
    path: '/v1/me/logins',
    entry: 'functions/session/list-logins',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { activity: ['Query'], keys: ['GetItem'] }, subjectKeys: { open: ['activity'] } },
    errorImpact: 'Players cannot see who logged in to their account.',
  },
  {
    method: 'GET',
    path: '/v1/me/devices',
    entry: 'functions/session/list-devices',
    caller: 'player',
    worksWithoutConsent: true,
    needs: {
      tables: { activity: ['Query'], keys: ['GetItem'], players: ['GetItem'] },
      subjectKeys: { open: ['activity'] },
    },
    errorImpact: 'Players cannot see which devices log in without a mail.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/devices/{deviceId}',
    entry: 'functions/session/forget-device',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, {
      tables: {
        activity: ['BatchGetItem', 'DeleteItem'],
        players: ['BatchGetItem'],
        sessions: ['Query', 'DeleteItem'],
      },
    }),
    errorImpact: 'Players cannot throw out a device that was lost or sold.',
  },
  {
    method: 'POST',
    path: '/v1/login-denials',
    entry: 'functions/session/deny-login',
    caller: 'public',
    needs: together(commits, announces, {
      tables: {
        notifications: ['GetItem', 'DeleteItem'],
        players: ['GetItem', 'UpdateItem'],
        activity: ['PutItem'],
      },
    }),
    errorImpact: 'A player who is told of a foreign login cannot throw it out.',
    alarmsOn: { LOGIN_DENIED: 'A player said that a login was not theirs: somebody else knows the password.' },
  },
  {
    method: 'GET',
    path: '/login-denial',
    entry: 'functions/session/show-denial-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link that denies a login leads nowhere.',
    memoryMegabytes: 256,
  },
  {
    method: 'GET',
    path: '/v1/staff/login-alerts',
    entry: 'functions/session/list-alerts',
    caller: 'staff',
    roles: ['support', 'compliance'],
    needs: together(commits, { tables: { activity: ['Query'] } }),
    errorImpact: 'Staff cannot see whose account was entered by somebody else.',
  },
];
