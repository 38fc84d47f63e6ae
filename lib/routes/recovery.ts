import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** A new password is compared with the name and the address of its owner. */
const judgesPassword: Needs = {
  tables: { players: ['GetItem'], keys: ['GetItem'] },
  subjectKeys: { open: ['identity', 'contact'] },
};
/** A token is found and used up, and another address takes the place of the one before. */
const movesAddress: Needs = together(commits, announces, {
  tables: {
    notifications: ['GetItem', 'DeleteItem'],
    players: ['GetItem', 'UpdateItem'],
    keys: ['GetItem'],
    lookups: ['GetItem', 'PutItem', 'DeleteItem'],
  },
  subjectKeys: { open: ['contact'] },
  blindIndexes: ['email'],
});

/** Getting back into an account, and changing what opens it (policy C12, C38). */
export const recoveryRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/password-resets',
    entry: 'functions/recovery/ask-reset',
    caller: 'public',
    needs: together(commits, announces, {
      tables: { limits: ['BatchGetItem', 'PutItem', 'UpdateItem'] },
      blindIndexes: ['email'],
    }),
    errorImpact: 'Nobody who forgot their password can get back in.',
  },
  {
    method: 'POST',
    path: '/v1/password-resets/completions',
    entry: 'functions/recovery/complete-reset',
    caller: 'public',
    needs: together(commits, announces, judgesPassword, {
      tables: {
        notifications: ['GetItem', 'UpdateItem', 'DeleteItem'],
        players: ['UpdateItem'],
        credentials: ['GetItem', 'Query', 'UpdateItem'],
        limits: ['GetItem', 'PutItem', 'DeleteItem'],
      },
    }),
    errorImpact: 'The link to a new password leads to no new password.',
    hashesPasswords: true,
  },
  {
    method: 'GET',
    path: '/password-reset',
    entry: 'functions/recovery/show-reset-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link to a new password leads nowhere.',
    memoryMegabytes: 256,
  },
  {
    method: 'PUT',
    path: '/v1/me/password',
    entry: 'functions/recovery/change-password',
    caller: 'player',
    needs: together(commits, announces, judgesPassword, {
      tables: {
        players: ['UpdateItem'],
        credentials: ['GetItem', 'Query', 'UpdateItem'],
        sessions: ['Query', 'UpdateItem', 'DeleteItem'],
        limits: ['GetItem', 'PutItem', 'DeleteItem'],
      },
    }),
    errorImpact: 'Players cannot change a password that somebody else may know.',
    hashesPasswords: true,
  },
  {
    method: 'POST',
    path: '/v1/staff/players/{playerId}/password-resets',
    entry: 'functions/recovery/start-reset',
    caller: 'staff',
    roles: ['support', 'compliance'],
    needs: together(commits, announces, { tables: { players: ['GetItem'], limits: ['UpdateItem'] } }),
    errorImpact: 'Support cannot help a player who is locked out.',
  },
  {
    method: 'POST',
    path: '/v1/me/email-changes',
    entry: 'functions/recovery/ask-email-change',
    caller: 'player',
    stepUp: true,
    needs: together(commits, announces, {
      tables: { players: ['GetItem', 'PutItem'], keys: ['GetItem'], limits: ['UpdateItem'] },
      subjectKeys: { open: ['contact'] },
      blindIndexes: ['email'],
    }),
    errorImpact: 'Players cannot change their e-mail address.',
  },
  {
    method: 'POST',
    path: '/v1/email-changes/confirmations',
    entry: 'functions/recovery/confirm-email-change',
    caller: 'public',
    needs: together(movesAddress, { tables: { credentials: ['GetItem', 'UpdateItem'] } }),
    errorImpact: 'The link in the mail to a new address does not make it that of the account.',
  },
  {
    method: 'GET',
    path: '/email-change',
    entry: 'functions/recovery/show-email-change-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link in the mail to a new address leads nowhere.',
    memoryMegabytes: 256,
  },
  {
    method: 'POST',
    path: '/v1/email-changes/reversions',
    entry: 'functions/recovery/revert-email-change',
    caller: 'public',
    needs: together(movesAddress, {
      tables: { players: ['Query', 'DeleteItem'], credentials: ['GetItem', 'UpdateItem'] },
    }),
    errorImpact: 'A player whose address was replaced by a stranger cannot take the account back.',
  },
  {
    method: 'GET',
    path: '/email-change-reversion',
    entry: 'functions/recovery/show-reversion-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link that undoes a change of address leads nowhere.',
    memoryMegabytes: 256,
  },
];
