import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** What asking for a code within the caps needs (`stores/sms-requests.ts`). */
export const requestsSmsCodes: Needs = together(commits, announces, {
  tables: { limits: ['GetItem', 'PutItem', 'UpdateItem'], notifications: ['PutItem'] },
});

/** What checking a code needs (`stores/sms-codes.ts`). */
export const checksSmsCodes: Needs = {
  tables: { notifications: ['UpdateItem', 'DeleteItem'], keys: ['GetItem'] },
  subjectKeys: { open: ['identity'] },
};

/** Codes by text message as a second factor, and the change of the phone number. */
export const phoneRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/second-factors/sms',
    entry: 'functions/session/start-sms-factor',
    caller: 'player',
    stepUp: true,
    needs: together(requestsSmsCodes, { tables: { players: ['GetItem'], credentials: ['GetItem'] } }),
    errorImpact: 'Players cannot turn on codes by text message.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/sms/confirmations',
    entry: 'functions/session/confirm-sms-factor',
    caller: 'player',
    stepUp: true,
    needs: together(commits, announces, checksSmsCodes, {
      tables: {
        credentials: ['GetItem', 'PutItem', 'UpdateItem'],
        players: ['UpdateItem'],
        sessions: ['Query', 'UpdateItem', 'DeleteItem'],
      },
    }),
    errorImpact: 'Players cannot turn on codes by text message.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/second-factors/sms',
    entry: 'functions/session/remove-sms-factor',
    caller: 'player',
    stepUp: true,
    needs: together(commits, announces, checksSmsCodes, {
      tables: {
        credentials: ['GetItem', 'UpdateItem', 'DeleteItem'],
        players: ['UpdateItem'],
        sessions: ['Query', 'UpdateItem', 'DeleteItem'],
      },
    }),
    errorImpact: 'Players cannot turn off codes by text message.',
  },
  {
    method: 'POST',
    path: '/v1/me/phone-changes',
    entry: 'functions/player/start-phone-change',
    caller: 'player',
    stepUp: true,
    needs: together(requestsSmsCodes, {
      tables: { players: ['GetItem', 'PutItem'], keys: ['GetItem'] },
      subjectKeys: { open: ['identity'] },
      blindIndexes: ['phone'],
    }),
    errorImpact: 'Players cannot change their phone number.',
  },
  {
    method: 'POST',
    path: '/v1/me/phone-changes/confirmations',
    entry: 'functions/player/confirm-phone-change',
    caller: 'player',
    stepUp: true,
    needs: together(commits, announces, checksSmsCodes, {
      tables: {
        players: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        lookups: ['PutItem', 'DeleteItem'],
        sessions: ['Query', 'UpdateItem', 'DeleteItem'],
      },
      blindIndexes: ['phone'],
    }),
    errorImpact: 'Players cannot change their phone number.',
  },
  {
    method: 'POST',
    path: '/v1/phone-changes/reversions',
    entry: 'functions/player/revert-phone-change',
    caller: 'public',
    needs: together(commits, announces, {
      tables: {
        players: ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'],
        credentials: ['GetItem', 'UpdateItem', 'DeleteItem'],
        lookups: ['PutItem', 'DeleteItem'],
        notifications: ['GetItem', 'DeleteItem'],
        keys: ['GetItem'],
      },
      subjectKeys: { open: ['identity'] },
      blindIndexes: ['phone'],
    }),
    errorImpact: 'Whoever lost their account to a stranger’s phone number cannot take it back.',
  },
  {
    method: 'GET',
    path: '/phone-change-reversion',
    entry: 'functions/player/show-phone-reversion-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link that restores a phone number leads nowhere.',
    memoryMegabytes: 256,
  },
];
