import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';
import { receivesRequests } from './request.ts';

/** Every route about one request reads it and the account that it is about. */
const reads: Needs = together(commits, { tables: { players: ['GetItem'], requests: ['GetItem'] } });
/** A decision keeps the next version of the request; an answer gives its type free, and the person is told. */
const changes: Needs = together(reads, announces, { tables: { requests: ['PutItem'] } });
const answers: Needs = together(changes, { tables: { requests: ['DeleteItem'] } });

/** Requests of people about their data, at the desk of support and the data-protection officer (policy C77, C86). */
export const requestDeskRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/staff/requests',
    entry: 'functions/request/take-in',
    caller: 'staff',
    roles: ['support', 'dpo'],
    needs: together(receivesRequests, {
      tables: { lookups: ['GetItem'], requests: ['GetItem'] },
      blindIndexes: ['account-number'],
    }),
    errorImpact: 'Requests that come by phone or mail are not written down, and their deadlines run.',
  },
  {
    method: 'GET',
    path: '/v1/staff/requests',
    entry: 'functions/request/list-waiting',
    caller: 'staff',
    roles: ['support', 'dpo', 'auditor'],
    needs: together(commits, { tables: { players: ['GetItem'] }, indexes: { requests: { queue: ['Query'] } } }),
    errorImpact: 'Nobody sees which requests wait and which are overdue.',
  },
  {
    method: 'GET',
    path: '/v1/staff/requests/{requestId}',
    entry: 'functions/request/read',
    caller: 'staff',
    roles: ['support', 'dpo', 'auditor'],
    needs: together(reads, { tables: { keys: ['GetItem'] }, subjectKeys: { open: ['support'] } }),
    errorImpact: 'Staff cannot see what a person asks for, and its deadline runs.',
  },
  {
    method: 'POST',
    path: '/v1/staff/requests/{requestId}/extensions',
    entry: 'functions/request/extend',
    caller: 'staff',
    roles: ['support', 'dpo'],
    needs: together(changes, { tables: { jobs: ['PutItem'] } }),
    errorImpact: 'Deadlines cannot be extended in time, and pass.',
  },
  {
    method: 'POST',
    path: '/v1/staff/requests/{requestId}/denials',
    entry: 'functions/request/deny',
    caller: 'staff',
    roles: ['dpo'],
    needs: together(answers, { tables: { keys: ['GetItem'] }, subjectKeys: { open: ['support'] } }),
    errorImpact: 'Requests cannot be refused with reasons, and people wait past the deadline.',
  },
  {
    method: 'POST',
    path: '/v1/staff/requests/{requestId}/completions',
    entry: 'functions/request/complete',
    caller: 'staff',
    roles: ['support', 'dpo'],
    needs: answers,
    errorImpact: 'People are not told that their correction, objection or restriction is done.',
  },
];
