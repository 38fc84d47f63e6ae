import { announces, commits, together } from '../needs.ts';
import type { RouteRow } from '../route-row.ts';

const objectsByToken = together(commits, {
  tables: { consents: ['Query', 'PutItem'], notifications: ['GetItem'], players: ['GetItem'] },
});

/** Agreeing, withdrawing and objecting (policy C39, C60, C61). */
export const consentRoutes: readonly RouteRow[] = [
  {
    method: 'GET',
    path: '/v1/consent-texts/{purpose}',
    entry: 'functions/consent/show-text',
    caller: 'public',
    needs: {},
    errorImpact: 'Nobody can read what a consent would say, and so nobody can give one.',
    memoryMegabytes: 256,
  },
  {
    method: 'GET',
    path: '/v1/me/consents',
    entry: 'functions/consent/list',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { consents: ['Query'], players: ['GetItem'] } },
    errorImpact: 'Players cannot see what they agreed to.',
  },
  {
    method: 'PUT',
    path: '/v1/me/consents/{purpose}',
    entry: 'functions/consent/grant',
    caller: 'player',
    needs: together(commits, announces, {
      tables: { consents: ['Query', 'PutItem'], players: ['ConditionCheckItem'] },
    }),
    errorImpact: 'Players cannot agree to anything.',
  },
  {
    method: 'DELETE',
    path: '/v1/me/consents/{purpose}',
    entry: 'functions/consent/withdraw',
    caller: 'player',
    worksWithoutConsent: true,
    needs: together(commits, { tables: { consents: ['Query', 'PutItem'] } }),
    errorImpact: 'Players cannot object, and what they object to goes on.',
  },
  {
    method: 'GET',
    path: '/v1/me/consents/{purpose}/history',
    entry: 'functions/consent/list-history',
    caller: 'player',
    worksWithoutConsent: true,
    needs: { tables: { consents: ['Query'] } },
    errorImpact: 'Players cannot see when they agreed or objected.',
  },
  {
    method: 'POST',
    path: '/v1/unsubscribes',
    entry: 'functions/consent/unsubscribe',
    caller: 'public',
    needs: objectsByToken,
    errorImpact: 'Whoever objects by the link of a mail goes on getting marketing.',
  },
  {
    method: 'POST',
    path: '/v1/unsubscribes/{token}',
    entry: 'functions/consent/unsubscribe-one-click',
    caller: 'public',
    needs: objectsByToken,
    errorImpact: 'Whoever objects in their mail program goes on getting marketing.',
  },
  {
    method: 'GET',
    path: '/unsubscribe',
    entry: 'functions/consent/show-unsubscribe-page',
    caller: 'public',
    needs: {},
    errorImpact: 'The link that ends marketing leads nowhere.',
    memoryMegabytes: 256,
  },
];
