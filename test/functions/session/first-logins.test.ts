import { randomInt } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import { begin } from '#functions/session/begin.ts';
import { openAttempts } from '#stores/attempts.ts';
import { openBlindIndex } from '#stores/blind-index.ts';
import { documentClient } from '#stores/clients.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openDevices } from '#stores/devices.ts';
import { newId, newSecret } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openLoginChallenges } from '#stores/login-challenges.ts';
import { openLogins } from '#stores/logins.ts';
import { openLookups } from '#stores/lookups.ts';
import { openNetworkNames } from '#stores/network-name.ts';
import { hashPassword } from '#stores/password-hash.ts';
import { openSecondFactors } from '#stores/second-factors.ts';
import { openPolicyAnswers } from '#stores/policies/answers.ts';
import { openSessions } from '#stores/sessions.ts';
import { callRoute } from '#test/support/handler-calls.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';
import { seeded } from '#test/support/seeded.ts';

let services: HandlerServices;
let passwordHash: string;
beforeAll(async () => {
  services = await openHandlerServices();
  passwordHash = await hashPassword(password);
});

/** The handler of the route. So many attempts at once would wait: here they may all be made. */
const handler = begin({
  answers: openPolicyAnswers(),
  attempts: { ...openAttempts(), reserveAll: () => Promise.resolve({ outcome: 'allowed' }) },
  challenges: openLoginChallenges(),
  credentials: openCredentials(),
  devices: openDevices(),
  emails: openBlindIndex('email'),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  logins: openLogins(),
  lookups: openLookups(),
  networks: openNetworkNames(openBlindIndex('email')),
  secondFactors: openSecondFactors(),
  sessions: openSessions(),
});

const password = 'merry lanterns drift upstream';
const logins = 50;

/** Somebody with the password. */
async function newAccount(): Promise<{ playerId: string; email: string }> {
  const playerId = newId();
  const email = `${playerId}@example.com`;
  const put = (TableName: string, Item: Record<string, unknown>) =>
    documentClient().send(new PutCommand({ TableName, Item: { schemaVersion: 1, ...Item } }));
  const account = { state: 'open', jurisdiction: 'ID', language: 'en', sessionsValidFrom: new Date(0).toISOString() };
  await put('players', { pk: playerId, sk: 'account', ...account });
  const index = await openBlindIndex('email').valueOf(email);
  await put('lookups', { pk: `email#${index}`, sk: 'player', playerId });
  await put('credentials', { pk: playerId, sk: 'password', passwordHash, version: 1 });
  return { playerId, email };
}

/** Logs in at once from every device of the list, in an order of the seed. */
async function logInAtOnce(email: string, deviceIds: readonly string[], seed: number): Promise<number[]> {
  const below = seeded(seed);
  process.env['ROUTE_CALLER'] = 'public';
  const now = new Date(services.clock.now());
  const statuses = await Promise.all(
    deviceIds.map(async (deviceId) => {
      await new Promise((resolve) => setTimeout(resolve, below(40)));
      const { status } = await callRoute(handler, { now, body: { email, password, deviceId } });
      return status;
    }),
  );
  process.env['ROUTE_CALLER'] = 'player';
  return statuses;
}

const announcedTo = async (playerId: string) =>
  (await services.scan('outbox')).filter(
    ({ type, subjectId }) => type === 'new-device-login' && subjectId === playerId,
  );

it.each([
  [1, 20],
  [2, 5],
])(
  `announce %i new device(s) once each, in %i schedules of ${logins} first logins at once`,
  async (...[deviceCount, schedules]) => {
    const firstSeed = randomInt(2 ** 31);
    process.stdout.write(
      `First logins of ${deviceCount} device(s): seeds ${firstSeed} to ${firstSeed + schedules - 1}\n`,
    );
    for (let seed = firstSeed; seed < firstSeed + schedules; seed += 1) {
      const { playerId, email } = await newAccount();
      const devices = Array.from({ length: deviceCount }, () => newSecret());
      const used = Array.from({ length: logins }, (_, index) => devices[index % deviceCount] ?? '');
      const statuses = await logInAtOnce(email, used, seed);
      expect({ seed, statuses: statuses.filter((status) => status !== 201) }).toEqual({ seed, statuses: [] });
      expect({ seed, announced: (await announcedTo(playerId)).length }).toEqual({ seed, announced: deviceCount });
      const rows = (await services.scan('activity')).filter(({ pk }) => pk === playerId);
      const kept = (prefix: string) => rows.filter(({ sk }) => String(sk).startsWith(prefix)).length;
      expect({ seed, logins: kept('login#'), devices: kept('device#') }).toEqual({
        seed,
        logins,
        devices: deviceCount,
      });
    }
  },
  300_000,
);
