import { commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

const changesBreaches: Needs = together(commits, { tables: { breaches: ['GetItem', 'UpdateItem'] } });
const beginsList: Needs = { tables: { jobs: ['PutItem'] }, queues: ['breach-list'] };

/** Breach notices: drafted, approved and sent by the data-protection officer (policy C69 to C72). */
export const breachRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/staff/breaches',
    entry: 'functions/breach/draft',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(commits, beginsList, {
      tables: { breaches: ['GetItem', 'PutItem'], limits: ['GetItem', 'PutItem'] },
    }),
    errorImpact: 'The data-protection officer cannot record a breach while legal clocks run.',
  },
  {
    method: 'GET',
    path: '/v1/staff/breaches',
    entry: 'functions/breach/list',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(commits, { tables: { breaches: ['Query', 'GetItem'] } }),
    errorImpact: 'The data-protection officer cannot see which breaches are open.',
  },
  {
    method: 'GET',
    path: '/v1/staff/breaches/{breachId}',
    entry: 'functions/breach/show',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(commits, {
      tables: { breaches: ['GetItem'], jobs: ['GetItem'] },
      indexes: { notifications: { 'by-record': ['Query'] } },
    }),
    errorImpact: 'The data-protection officer cannot see legal clocks and who was told.',
  },
  {
    method: 'PATCH',
    path: '/v1/staff/breaches/{breachId}',
    entry: 'functions/breach/edit',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(changesBreaches, beginsList),
    errorImpact: 'A draft of a breach notice cannot be corrected.',
  },
  {
    method: 'POST',
    path: '/v1/staff/breaches/{breachId}/withdrawal',
    entry: 'functions/breach/withdraw',
    caller: 'staff',
    roles: ['dpo'],
    needs: changesBreaches,
    errorImpact: 'A mistaken draft of a breach notice cannot be withdrawn.',
  },
  {
    method: 'POST',
    path: '/v1/staff/breaches/{breachId}/approvals',
    entry: 'functions/breach/approve',
    caller: 'staff',
    roles: ['dpo'],
    needs: changesBreaches,
    errorImpact: 'A breach notice cannot be approved while legal clocks run.',
  },
  {
    method: 'POST',
    path: '/v1/staff/breaches/{breachId}/notifications',
    entry: 'functions/breach/notify',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(changesBreaches, {
      tables: { breaches: ['PutItem'], jobs: ['PutItem'] },
      queues: ['breach-notice'],
    }),
    errorImpact: 'An approved breach notice cannot be sent while legal clocks run.',
  },
];
