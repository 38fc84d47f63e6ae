import { commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** What staff conclude about hits on lists of fraudsters. No route of a player says that there are any. */
export const screeningRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/staff/kyc/{playerId}/screening-reviews',
    entry: 'functions/kyc/review-screening',
    caller: 'staff',
    roles: ['compliance'],
    needs: together(commits, { tables: { kyc: ['GetItem', 'PutItem'] } }),
    errorImpact: 'Compliance cannot conclude about possible hits, and players who are not meant wait.',
    alarmsOn: {
      SCREENING_HIT: 'A player whose identity was approved is on a list: the account may not pay out until decided.',
    },
  },
];
