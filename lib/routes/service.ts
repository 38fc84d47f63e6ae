import type { RouteRow } from '../route-row.ts';

/** The service about itself: health, its contract, and the answer to addresses that do not exist. */
export const serviceRoutes: readonly RouteRow[] = [
  {
    method: 'GET',
    path: '/v1/health',
    entry: 'functions/service/show-health',
    caller: 'public',
    needs: {},
    errorImpact: 'Monitors believe that the service is down.',
    memoryMegabytes: 256,
  },
  {
    method: 'GET',
    path: '/v1/openapi.json',
    entry: 'functions/service/show-openapi',
    caller: 'public',
    needs: {},
    errorImpact: 'Developers of clients cannot read the contract.',
    memoryMegabytes: 256,
  },
  {
    method: 'ANY',
    path: '$default',
    entry: 'functions/service/answer-unknown',
    caller: 'public',
    needs: {},
    errorImpact: 'Callers of addresses that do not exist get no readable answer.',
    memoryMegabytes: 256,
  },
];
