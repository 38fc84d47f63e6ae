import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';
import { changesFactors, checksFactors } from './factor.ts';

/** Asking for a code within the caps (`stores/sms-requests.ts`). */
const requestsSmsCodes: Needs = together(commits, announces, {
  tables: { limits: ['UpdateItem'], notifications: ['PutItem'], players: ['GetItem'] },
  blindIndexes: ['phone'],
});

/** Asking for a code of the factor, where it is on. */
const requestsFactorCodes: Needs = together(requestsSmsCodes, { tables: { credentials: ['Query'] } });

/** Checking a code (`stores/sms-codes.ts`). */
const checksSmsCodes: Needs = {
  tables: { notifications: ['UpdateItem', 'DeleteItem'], keys: ['GetItem'] },
  subjectKeys: { open: ['identity'] },
};

/** Codes by text message as a second factor (policy C28), and the change of the phone number. */
export const phoneRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/second-factors/sms',
    entry: 'functions/session/enrol-sms',
    caller: 'player',
    stepUp: true,
    needs: requestsFactorCodes,
    errorImpact: 'Players cannot turn on codes by text message.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/sms/confirmations',
    entry: 'functions/session/confirm-sms',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, checksSmsCodes, { tables: { credentials: ['PutItem'] } }),
    errorImpact: 'Players cannot turn on codes by text message.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/sms/removals',
    entry: 'functions/session/remove-sms',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, checksFactors, { tables: { credentials: ['DeleteItem'] } }),
    errorImpact: 'Players cannot turn off codes by text message.',
  },
  {
    method: 'POST',
    path: '/v1/sessions/second-factors/sms-codes',
    entry: 'functions/session/send-login-code',
    caller: 'public',
    needs: together(requestsFactorCodes, { tables: { credentials: ['GetItem'], limits: ['GetItem'] } }),
    errorImpact: 'Nobody whose second factor is a text message can log in.',
  },
  {
    method: 'POST',
    path: '/v1/me/step-ups/sms-codes',
    entry: 'functions/session/send-step-up-code',
    caller: 'player',
    worksWithoutConsent: true,
    needs: requestsFactorCodes,
    errorImpact: 'Players whose second factor is a text message cannot change what protects their account.',
  },
  {
    method: 'POST',
    path: '/v1/password-resets/sms-codes',
    entry: 'functions/recovery/send-reset-code',
    caller: 'public',
    needs: together(requestsFactorCodes, { tables: { notifications: ['GetItem'] } }),
    errorImpact: 'Nobody whose second factor is a text message can set a new password.',
  },
  {
    method: 'POST',
    path: '/v1/me/phone-changes',
    entry: 'functions/player/start-phone-change',
    caller: 'player',
    stepUp: true,
    needs: together(requestsSmsCodes, {
      tables: { players: ['PutItem'], keys: ['GetItem'] },
      subjectKeys: { open: ['identity'] },
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
        credentials: ['GetItem', 'UpdateItem'],
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
