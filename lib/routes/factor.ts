import { announces, commits, together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';
import { startsSessions } from './session.ts';

/** Checking a proof: the rows of the factors, the secret of an authenticator, a code that was sent, and the tries. */
export const checksFactors: Needs = {
  tables: {
    credentials: ['Query', 'UpdateItem'],
    keys: ['GetItem'],
    limits: ['GetItem', 'PutItem', 'DeleteItem'],
    notifications: ['UpdateItem', 'DeleteItem'],
  },
  subjectKeys: { open: ['identity'] },
};
/** Committing a change of factors: the credential changes with it, every other session ends, the owner is told. */
export const changesFactors: Needs = together(commits, announces, {
  tables: {
    credentials: ['GetItem', 'Query', 'UpdateItem'],
    players: ['UpdateItem'],
    sessions: ['Query', 'UpdateItem', 'DeleteItem'],
  },
});

/** What whoever checks a proof may find. */
const alarmsOn = { PASSKEY_COPIED: 'A passkey was used whose count went back: somebody has a copy. It was refused.' };

/** Second factors: proving, turning on and off, and proving again (policy C28). */
export const factorRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/sessions/second-factors',
    entry: 'functions/session/prove-second',
    caller: 'public',
    needs: together(startsSessions, checksFactors, {
      tables: { credentials: ['GetItem'], limits: ['UpdateItem'] },
    }),
    errorImpact: 'Nobody who has a second factor can log in.',
    alarmsOn,
  },
  {
    method: 'POST',
    path: '/v1/me/step-ups',
    entry: 'functions/session/step-up',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, checksFactors, {
      tables: { credentials: ['GetItem'], sessions: ['UpdateItem'] },
    }),
    errorImpact: 'Players cannot close their account or change what protects it.',
    alarmsOn,
    hashesPasswords: true,
  },
  {
    method: 'GET',
    path: '/v1/me/second-factors',
    entry: 'functions/session/list-factors',
    caller: 'player',
    worksWithoutConsent: true,
    needs: {
      tables: { credentials: ['GetItem', 'Query'], keys: ['GetItem'] },
      subjectKeys: { open: ['identity'] },
    },
    errorImpact: 'Players cannot see what protects their account.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/totp',
    entry: 'functions/session/enrol-totp',
    caller: 'player',
    stepUp: true,
    needs: together(commits, {
      tables: { credentials: ['Query', 'PutItem'], keys: ['GetItem'] },
      subjectKeys: { open: ['identity'] },
    }),
    errorImpact: 'Players cannot set up an authenticator.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/totp/confirmations',
    entry: 'functions/session/confirm-totp',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, {
      tables: { credentials: ['PutItem'], keys: ['GetItem'], limits: ['GetItem', 'PutItem', 'DeleteItem'] },
      subjectKeys: { open: ['identity'] },
    }),
    errorImpact: 'Players cannot turn an authenticator on.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/totp/removals',
    entry: 'functions/session/remove-totp',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, checksFactors, { tables: { credentials: ['DeleteItem'] } }),
    errorImpact: 'Players cannot turn an authenticator off.',
    alarmsOn,
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/recovery-codes',
    entry: 'functions/session/renew-recovery-codes',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, { tables: { credentials: ['PutItem'] } }),
    errorImpact: 'Players who used up their recovery codes cannot get new ones.',
  },
];
