import type { RouteRow } from '../route-row.ts';

/** What anybody may read of the rules: where registration is open, and the privacy notice. */
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
    needs: {},
    errorImpact: 'Nobody can read the privacy notice, and so nobody can register.',
    memoryMegabytes: 256,
  },
];
