import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Said of a removal that its player stopped. */
const stopAlarm = {
  FACTOR_REMOVAL_STOPPED: 'A player stopped a removal of second factors: somebody else asked support for it.',
};

/** Removing second factors of a player who lost them, by two of the staff (policy C28, C38). */
export const factorRemovalRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/staff/players/{playerId}/factor-removals',
    entry: 'functions/recovery/open-factor-removal',
    caller: 'staff',
    roles: ['support', 'compliance'],
    needs: together(commits, announces, {
      tables: { players: ['GetItem'], credentials: ['Query'], activity: ['GetItem', 'PutItem'] },
    }),
    errorImpact: 'Support cannot help a player who lost every second factor.',
  },
  {
    method: 'GET',
    path: '/v1/staff/factor-removals',
    entry: 'functions/recovery/list-factor-removals',
    caller: 'staff',
    roles: ['support', 'compliance', 'auditor'],
    needs: together(commits, { tables: { activity: ['Query'] } }),
    errorImpact: 'Compliance cannot see which removals of second factors wait.',
  },
  {
    method: 'POST',
    path: '/v1/staff/players/{playerId}/factor-removals/{removalId}/approvals',
    entry: 'functions/recovery/approve-factor-removal',
    caller: 'staff',
    roles: ['compliance'],
    needs: together(commits, announces, {
      tables: {
        players: ['GetItem', 'UpdateItem'],
        credentials: ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'],
        activity: ['GetItem', 'PutItem', 'DeleteItem'],
      },
    }),
    errorImpact: 'Players who lost every second factor stay locked out.',
  },
  {
    method: 'POST',
    path: '/v1/staff/players/{playerId}/factor-removals/{removalId}/declines',
    entry: 'functions/recovery/decline-factor-removal',
    caller: 'staff',
    roles: ['compliance'],
    needs: together(commits, {
      tables: { players: ['GetItem'], activity: ['GetItem', 'PutItem', 'DeleteItem'] },
    }),
    errorImpact: 'A doubtful removal of second factors cannot be declined; it can still not be done by one person.',
  },
  {
    method: 'POST',
    path: '/v1/factor-removal-stops',
    entry: 'functions/recovery/stop-factor-removal',
    caller: 'public',
    needs: together(commits, {
      tables: { notifications: ['GetItem', 'DeleteItem'], activity: ['GetItem', 'PutItem', 'DeleteItem'] },
    }),
    errorImpact: 'A player cannot stop a removal of second factors that somebody else asked for.',
    alarmsOn: stopAlarm,
  },
  {
    method: 'GET',
    path: '/factor-removal-stop',
    entry: 'functions/recovery/show-factor-removal-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link that stops a removal of second factors leads nowhere.',
    memoryMegabytes: 256,
  },
  {
    method: 'DELETE',
    path: '/v1/me/second-factors/removal',
    entry: 'functions/recovery/stop-own-removal',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, { tables: { activity: ['GetItem', 'PutItem', 'DeleteItem'] } }),
    errorImpact: 'A signed-in player cannot stop a removal of second factors.',
    alarmsOn: stopAlarm,
  },
];
