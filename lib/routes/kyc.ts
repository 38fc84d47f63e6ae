import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Proof of identity: upload slots, the government ID number, and the state a player sees. */
export const kycRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/kyc/documents',
    entry: 'functions/kyc/offer-upload',
    caller: 'player',
    needs: together(commits, {
      tables: {
        kyc: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
        players: ['ConditionCheckItem'],
        holdings: ['PutItem'],
      },
      objects: { kyc: { presignPost: ['incoming/'] } },
    }),
    errorImpact: 'Players cannot send identity documents.',
  },
  {
    method: 'PUT',
    path: '/v1/me/kyc/identity',
    entry: 'functions/kyc/put-identity',
    caller: 'player',
    needs: together(commits, announces, {
      tables: {
        kyc: ['GetItem', 'PutItem', 'UpdateItem'],
        players: ['GetItem', 'ConditionCheckItem'],
        lookups: ['GetItem', 'PutItem', 'DeleteItem'],
        keys: ['GetItem', 'PutItem'],
        holdings: ['PutItem'],
      },
      subjectKeys: { create: ['kyc'], open: ['identity', 'kyc'] },
      blindIndexes: ['identity-number'],
    }),
    errorImpact: 'Players cannot give their government ID number.',
    alarmsOn: {
      IDENTITY_NUMBER_SHARED: 'Two accounts gave one government ID number: staff must see who is who.',
    },
  },
  {
    method: 'GET',
    path: '/v1/me/kyc',
    entry: 'functions/kyc/show',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { kyc: ['GetItem', 'Query'] } },
    errorImpact: 'Players cannot see whether their identity is proved.',
  },
];
