import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Registration, verification and the account itself. */
export const playerRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/players',
    entry: 'functions/player/register',
    caller: 'public',
    needs: together(commits, announces, {
      tables: {
        registrations: ['PutItem'],
        keys: ['PutItem'],
        jobs: ['PutItem'],
        limits: ['BatchGetItem', 'UpdateItem'],
      },
      subjectKeys: { create: ['identity', 'contact'] },
      blindIndexes: ['email', 'phone'],
      noticeHashes: true,
    }),
    errorImpact: 'Nobody can register.',
    hashesPasswords: true,
  },
  {
    method: 'POST',
    path: '/v1/players/verifications',
    entry: 'functions/player/verify',
    caller: 'public',
    needs: together(commits, {
      tables: {
        notifications: ['GetItem', 'DeleteItem'],
        registrations: ['GetItem', 'Query', 'DeleteItem'],
        players: ['PutItem'],
        wallets: ['PutItem'],
        credentials: ['PutItem'],
        lookups: ['PutItem'],
        keys: ['GetItem', 'UpdateItem'],
        holdings: ['PutItem'],
        limits: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      },
      subjectKeys: { open: ['identity'] },
      blindIndexes: ['account-number'],
    }),
    errorImpact: 'A person who registered cannot finish, and their registration lapses after 48 hours.',
    hashesPasswords: true,
  },
  {
    method: 'POST',
    path: '/v1/players/verifications/resends',
    entry: 'functions/player/resend-verification',
    caller: 'public',
    needs: together(commits, announces, {
      tables: { limits: ['BatchGetItem', 'PutItem', 'UpdateItem'] },
      blindIndexes: ['email'],
    }),
    errorImpact: 'A person whose verification mail was lost cannot get another one.',
  },
  {
    method: 'GET',
    path: '/verification',
    entry: 'functions/player/show-verification-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link in the verification mail leads nowhere.',
    memoryMegabytes: 256,
  },
  {
    method: 'GET',
    path: '/v1/me',
    entry: 'functions/player/show',
    caller: 'player',
    worksWithoutConsent: true,
    needs: {
      tables: { players: ['GetItem'], keys: ['GetItem'] },
      subjectKeys: { open: ['identity', 'contact'] },
    },
    errorImpact: 'Players cannot see their own data.',
  },
];
