import { together, type Needs } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';
import { changesFactors } from './factor.ts';

/** Asking a passkey for a signature: which there are, and the challenge that waits. */
const asksPasskeys: Needs = { tables: { credentials: ['Query'], limits: ['PutItem'] } };

/** Passkeys: asking for one, adding and removing (policy C28). What they sign is checked where every factor is. */
export const passkeyRoutes: readonly RouteRow[] = [
  {
    method: 'POST',
    path: '/v1/sessions/second-factors/passkey-options',
    entry: 'functions/session/ask-passkey-login',
    caller: 'public',
    needs: together(asksPasskeys, { tables: { limits: ['GetItem'] } }),
    errorImpact: 'Nobody can log in with a passkey.',
  },
  {
    method: 'POST',
    path: '/v1/me/step-ups/passkey-options',
    entry: 'functions/session/ask-passkey-step-up',
    caller: 'player',
    worksWithoutConsent: true,
    needs: asksPasskeys,
    errorImpact: 'Players cannot prove themselves by a passkey before they change what protects their account.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/passkeys/options',
    entry: 'functions/session/offer-passkey',
    caller: 'player',
    stepUp: true,
    needs: asksPasskeys,
    errorImpact: 'Players cannot make a passkey.',
  },
  {
    method: 'POST',
    path: '/v1/me/second-factors/passkeys',
    entry: 'functions/session/add-passkey',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, {
      tables: { credentials: ['PutItem'], keys: ['GetItem'], limits: ['GetItem', 'DeleteItem'] },
      subjectKeys: { open: ['identity'] },
    }),
    errorImpact: 'Players cannot add a passkey.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/second-factors/passkeys/{passkeyId}',
    entry: 'functions/session/remove-passkey',
    caller: 'player',
    stepUp: true,
    needs: together(changesFactors, { tables: { credentials: ['DeleteItem'] } }),
    errorImpact: 'Players cannot remove a passkey that they lost.',
  },
];
