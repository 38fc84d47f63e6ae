import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Every route about one review reads it, the account it is about, and whether a number was given. */
const readsReview: Needs = together(commits, { tables: { kyc: ['GetItem'], players: ['GetItem'] } });
const opensValues: Needs = { tables: { keys: ['GetItem'] }, subjectKeys: { open: ['identity', 'kyc'] } };

/** Reviews of identity by staff (policy C14, C15, C46). */
export const kycReviewRoutes: readonly RouteRow[] = [
  {
    method: 'GET',
    path: '/v1/staff/kyc',
    entry: 'functions/kyc/list-reviews',
    caller: 'staff',
    roles: ['kyc-reviewer', 'compliance', 'auditor'],
    needs: together(commits, { tables: { players: ['GetItem'] }, indexes: { kyc: { waiting: ['Query'] } } }),
    errorImpact: 'Reviewers cannot see who waits for their identity to be reviewed.',
  },
  {
    method: 'POST',
    path: '/v1/staff/kyc/{playerId}/claims',
    entry: 'functions/kyc/claim-review',
    caller: 'staff',
    roles: ['kyc-reviewer'],
    needs: together(readsReview, { tables: { kyc: ['PutItem'], players: ['ConditionCheckItem'] } }),
    errorImpact: 'Reviewers cannot take a review in hand, and players wait.',
  },
  {
    method: 'DELETE',
    path: '/v1/staff/kyc/{playerId}/claims',
    entry: 'functions/kyc/release-review',
    caller: 'staff',
    roles: ['kyc-reviewer'],
    needs: together(readsReview, { tables: { kyc: ['PutItem'] } }),
    errorImpact: 'Reviews that a reviewer gives back stay closed to others for half an hour.',
  },
  {
    method: 'GET',
    path: '/v1/staff/kyc/{playerId}',
    entry: 'functions/kyc/show-review',
    caller: 'staff',
    roles: ['kyc-reviewer', 'compliance', 'auditor'],
    needs: together(readsReview, opensValues, { tables: { kyc: ['Query'] } }),
    errorImpact: 'Reviewers cannot see what they have to compare.',
  },
  {
    method: 'POST',
    path: '/v1/staff/kyc/{playerId}/document-views',
    entry: 'functions/kyc/view-document',
    caller: 'staff',
    roles: ['kyc-reviewer', 'compliance'],
    needs: together(readsReview, {
      tables: { keys: ['Query'], limits: ['UpdateItem'] },
      objects: { kyc: { get: ['accepted/'] } },
    }),
    errorImpact: 'Reviewers cannot look at documents.',
    alarmsOn: {
      BULK_DOCUMENT_VIEWING: 'A member of staff opens far more identity documents than reviews ask for.',
    },
  },
  {
    method: 'POST',
    path: '/v1/staff/kyc/{playerId}/decisions',
    entry: 'functions/kyc/decide-review',
    caller: 'staff',
    roles: ['kyc-reviewer'],
    needs: together(readsReview, opensValues, announces, {
      tables: { kyc: ['Query', 'PutItem', 'UpdateItem'], players: ['ConditionCheckItem'], jobs: ['PutItem'] },
    }),
    errorImpact: 'Reviews cannot be decided, and players stay without a proved identity.',
  },
];
