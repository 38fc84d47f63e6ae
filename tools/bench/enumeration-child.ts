// Times routes that must not tell whether an address is known, in a process of its own that nothing else disturbs.
import { randomInt } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { HttpHandler } from '#functions/edge/http.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { hashPassword } from '#stores/password-hash.ts';
import { regionSettingsSchema } from '#stores/settings.ts';
import { callRoute } from '#test/support/handler-calls.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { seeded } from '#test/support/seeded.ts';
import { chanceGreater } from './chance.ts';

const settingsSchema = z.object({ samples: z.int().positive(), seed: z.int().optional() });
const { samples, seed = randomInt(2 ** 31) } = settingsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));

/** Samples that compile everything and are not counted; addresses of each kind, which take turns. */
const warmUps = 60;
const addressesOfKind = 20;
/** Between two samples, so that no limit of attempts or mails is ever met: each address is tried every 3 hours or so. */
const minutesBetween = 5;
/** So often what the services noted of calls is forgotten. */
const forgetEvery = 50;

const services = await openHandlerServices();
const noticeHash = 'a'.repeat(64);
const given: unknown = JSON.parse(process.env['REGION_SETTINGS'] ?? '{}');
process.env['REGION_SETTINGS'] = JSON.stringify({
  ...regionSettingsSchema().parse(given),
  jurisdictions: { ID: { licenceReference: 'BENCH-0001', minimumAgeYears: 21 } },
});
process.env['NOTICE_HASHES'] = JSON.stringify({ ID: { en: noticeHash, id: noticeHash } });
process.env['ROUTE_CALLER'] = 'public';

const password = 'merry lanterns drift upstream';
const passwordHash = await hashPassword(password);

/** Somebody with an account: what the routes look at. */
async function newAccount(email: string): Promise<string> {
  const playerId = newId();
  const put = (TableName: string, Item: Record<string, unknown>) =>
    documentClient().send(new PutCommand({ TableName, Item: { schemaVersion: 1, ...Item } }));
  const sessionsValidFrom = new Date(0).toISOString();
  const account = { state: 'open', jurisdiction: 'ID', language: 'en', sessionsValidFrom };
  await put('players', { pk: playerId, sk: 'account', ...account });
  const index = await openBlindIndex('email').valueOf(email);
  await put('lookups', { pk: `email#${index}`, sk: 'player', playerId });
  await put('credentials', { pk: playerId, sk: 'password', passwordHash, version: 1 });
  return email;
}

const addresses = (kind: string) =>
  Array.from({ length: addressesOfKind }, (_, index) => `${kind}-${String(index).padStart(2, '0')}@example.com`);
const known = await Promise.all(addresses('aaaaaaa').map(newAccount));
const unknown = addresses('bbbbbbb');

const registration = {
  fullName: 'Wulan Kusuma',
  birthDate: '1990-06-15',
  phone: '+6281234567890',
  password,
  jurisdiction: 'ID',
  language: 'id',
  noticeHash,
};

/** A route: its handler, what it is sent for an address, and what it answers to everybody. */
interface Route {
  handler: HttpHandler;
  bodyFor: (email: string) => Record<string, unknown>;
  status: number;
}

const routes: Readonly<Record<string, Route>> = {
  login: {
    handler: (await import('#functions/session/begin.ts')).handler,
    bodyFor: (email) => ({ email, password: 'a wrong but long password', deviceKind: 'other' }),
    status: 401,
  },
  registration: {
    handler: (await import('#functions/player/register.ts')).handler,
    bodyFor: (email) => ({ email, ...registration }),
    status: 202,
  },
  verification: {
    handler: (await import('#functions/player/resend-verification.ts')).handler,
    bodyFor: (email) => ({ email }),
    status: 202,
  },
  reset: {
    handler: (await import('#functions/recovery/ask-reset.ts')).handler,
    bodyFor: (email) => ({ email }),
    status: 202,
  },
};

const below = seeded(seed);
let calls = 0;

/** Milliseconds of one call, from a network of its own and some minutes after the one before. */
async function timed({ handler, bodyFor, status }: Route, email: string): Promise<number> {
  calls += 1;
  const now = new Date(services.clock.now() + calls * minutesBetween * 60_000);
  const headers = {
    'cloudfront-viewer-address': `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}:46532`,
  };
  const from = performance.now();
  const answer = await callRoute(handler, { now, body: bodyFor(email), headers });
  const milliseconds = performance.now() - from;
  if (answer.status !== status) throw new Error(`A route answered ${answer.status} in the place of ${status}`);
  return milliseconds;
}

/** As many samples of each kind, in an order that nobody can foresee. */
function shuffledKinds(): ('known' | 'unknown')[] {
  const kinds = Array.from({ length: samples * 2 }, (_, index): 'known' | 'unknown' =>
    index % 2 === 0 ? 'known' : 'unknown',
  );
  for (let last = kinds.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [kinds[last], kinds[other]] = [kinds[other] ?? 'known', kinds[last] ?? 'known'];
  }
  return kinds;
}

async function chanceOf(route: Route): Promise<number> {
  const emails = { known, unknown };
  const measured = { known: [] as number[], unknown: [] as number[] };
  for (let each = 0; each < warmUps; each += 1)
    await timed(route, (each % 2 === 0 ? known : unknown)[each % addressesOfKind] ?? '');
  for (const [index, kind] of shuffledKinds().entries()) {
    if (index % forgetEvery === 0) services.reset();
    const email = emails[kind][measured[kind].length % addressesOfKind] ?? '';
    measured[kind].push(await timed(route, email));
  }
  return chanceGreater(measured.known, measured.unknown);
}

const chances: Record<string, number> = {};
for (const [name, route] of Object.entries(routes)) chances[name] = await chanceOf(route);
process.send?.({ seed, samples, chances });
process.disconnect();
process.exit();
