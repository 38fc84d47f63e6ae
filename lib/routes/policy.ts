import { commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

const answersVersions: Needs = together(commits, {
  tables: { players: ['GetItem', 'PutItem', 'UpdateItem'], policies: ['GetItem'] },
});

/** Where registration is open, the privacy notice, its versions, and how one is published. */
export const policyRoutes: readonly RouteRow[] = [
  {
    method: 'GET',
    path: '/v1/jurisdictions',
    entry: 'functions/policy/list-jurisdictions',
    caller: 'public',
    needs: {},
    errorImpact: 'Nobody can see where registration is open.',
    memoryMegabytes: 256,
  },
  {
    method: 'GET',
    path: '/v1/privacy-notice',
    entry: 'functions/policy/show-notice',
    caller: 'public',
    needs: { noticeHashes: true },
    errorImpact: 'Nobody can read the privacy notice, and so nobody can register.',
    memoryMegabytes: 256,
  },
  {
    method: 'GET',
    path: '/v1/policy-versions',
    entry: 'functions/policy/list-versions',
    caller: 'public',
    needs: { tables: { policies: ['Query'] } },
    errorImpact: 'Nobody can see which versions of the privacy policy there were.',
  },
  {
    method: 'GET',
    path: '/v1/policy-versions/{version}',
    entry: 'functions/policy/show-version',
    caller: 'public',
    needs: { tables: { policies: ['GetItem'] } },
    errorImpact: 'Nobody can read a version of the privacy policy, not even the one that they agreed to.',
  },
  {
    method: 'POST',
    path: '/v1/staff/policy-versions',
    entry: 'functions/policy/propose',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(commits, { tables: { policies: ['GetItem', 'Query', 'PutItem'] }, noticeHashes: true }),
    errorImpact: 'A changed privacy policy cannot be published.',
  },
  {
    method: 'POST',
    path: '/v1/staff/policy-versions/{version}/approvals',
    entry: 'functions/policy/approve',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(commits, {
      tables: { policies: ['GetItem', 'Query', 'PutItem'], jobs: ['PutItem'] },
      queues: ['policy-announcement'],
    }),
    errorImpact: 'A proposed version of the privacy policy cannot be approved, and nobody is told of it.',
  },
  {
    method: 'GET',
    path: '/v1/staff/policy-versions/{version}',
    entry: 'functions/policy/show-proposal',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(commits, { tables: { policies: ['GetItem'], jobs: ['GetItem'] } }),
    errorImpact: 'Nobody of the staff can see what a version says and who was told of it.',
  },
  {
    method: 'GET',
    path: '/v1/me/policy',
    entry: 'functions/policy/show-own',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { players: ['GetItem', 'Query'], policies: ['Query'] } },
    errorImpact: 'Players cannot see which privacy policy holds for them and what changed.',
  },
  {
    method: 'POST',
    path: '/v1/me/policy/consents',
    entry: 'functions/policy/consent',
    caller: 'player',
    worksWithoutConsent: true,
    needs: answersVersions,
    errorImpact: 'Players who must consent to a changed privacy policy cannot, and are kept out.',
  },
  {
    method: 'POST',
    path: '/v1/me/policy/acknowledgements',
    entry: 'functions/policy/acknowledge',
    caller: 'player',
    worksWithoutConsent: true,
    needs: answersVersions,
    errorImpact: 'Players cannot say that they took note of a changed privacy policy.',
  },
];
