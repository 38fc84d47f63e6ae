import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

/** Closing an account: asking, thinking better of it, and what it means. */
export const closureRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/me/closure',
    entry: 'functions/player/close',
    caller: 'player',
    worksWithoutConsent: true,
    stepUp: true,
    needs: together(commits, announces, {
      tables: {
        players: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
        sessions: ['UpdateItem'],
        wallets: ['GetItem', 'ConditionCheckItem'],
        payments: ['Query'],
        jobs: ['PutItem'],
      },
    }),
    errorImpact: 'Players cannot close their account.',
  },
  {
    method: 'GET',
    path: '/v1/me/closure',
    entry: 'functions/player/show-closure',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { players: ['GetItem'] } },
    errorImpact: 'Players cannot see when their account closes.',
  },
  {
    method: 'GET',
    path: '/v1/me/closure/plan',
    entry: 'functions/player/show-closure-plan',
    caller: 'player',
    worksWithoutConsent: true,
    needs: {
      tables: { players: ['GetItem'], wallets: ['GetItem'], payments: ['Query'], keys: ['Query'] },
    },
    errorImpact: 'Players cannot see what closing their account would mean before they confirm it.',
  },
  {
    method: 'GET',
    path: '/v1/me/retention',
    entry: 'functions/player/show-retention',
    caller: 'player',
    worksWithoutConsent: true,
    needs: {
      tables: { players: ['GetItem'], kyc: ['GetItem'], payments: ['Query'], keys: ['Query'] },
    },
    errorImpact: 'Players cannot see how long their data is kept.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/closure',
    entry: 'functions/player/undo-closure',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, announces, {
      tables: { players: ['GetItem', 'UpdateItem'], jobs: ['DeleteItem'] },
    }),
    errorImpact: 'Players who think better of closing their account lose it.',
  },
  {
    method: 'GET',
    path: '/v1/staff/retention/forecast',
    entry: 'functions/player/forecast-retention',
    caller: 'staff',
    roles: ['dpo', 'auditor'],
    needs: { tables: { jobs: ['Query'] } },
    errorImpact: 'Staff cannot see how much will be erased when.',
  },
];
