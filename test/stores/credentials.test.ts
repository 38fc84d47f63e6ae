import { beforeAll, expect, it } from 'vitest';
import { afterLogins, openCredentials } from '#stores/credentials.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

it('a hash is replaced only while it is still the one that was verified', async () => {
  const credentials = openCredentials();
  const playerId = newId();
  const commit = (write: ReturnType<typeof credentials.keeping>) =>
    openLedger().commit({
      writes: [write],
      audit: [],
      actor: { kind: 'visitor', requestId: 'request' },
      now: new Date(),
    });
  await commit(credentials.keeping(playerId, 'first'));
  await commit(credentials.replacing(playerId, { passwordHash: 'first', version: 1 }, { passwordHash: 'second' }));
  await expect(
    commit(credentials.replacing(playerId, { passwordHash: 'first', version: 1 }, { passwordHash: 'third' })),
  ).rejects.toThrow(Conflict);
  expect(await credentials.find(playerId)).toEqual({ passwordHash: 'second', version: 2 });
  await commit(credentials.forgetting(playerId));
  await expect(
    commit(credentials.replacing(playerId, { passwordHash: 'second', version: 2 }, { passwordHash: 'third' })),
  ).rejects.toThrow(Conflict);
});

it('a change that ends sessions loses to a login that it does not know of, and ends it when it tries again', async () => {
  const credentials = openCredentials();
  const playerId = newId();
  const commit = (write: ReturnType<typeof credentials.keeping>) =>
    openLedger().commit({
      writes: [write],
      audit: [],
      actor: { kind: 'visitor', requestId: 'request' },
      now: new Date(),
    });
  const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, second));
  const read = async () => (await credentials.find(playerId)) ?? { passwordHash: '', version: 0 };
  await commit(credentials.keeping(playerId, 'first'));
  const before = await read();
  await commit(credentials.loggingIn(playerId, before, at(5)));
  await expect(commit(credentials.replacing(playerId, before, { passwordHash: 'second' }))).rejects.toThrow(Conflict);
  // It began earlier and came later: the latest login stays the latest.
  await commit(credentials.loggingIn(playerId, await read(), at(3)));
  const seen = await read();
  expect(seen.lastLoginAt).toBe(at(5).toISOString());
  expect(afterLogins(seen, at(4))).toEqual(new Date(at(5).getTime() + 1));
  expect(afterLogins(seen, at(6))).toEqual(at(6));
  await commit(credentials.replacing(playerId, seen, { passwordHash: 'second' }));
  await expect(commit(credentials.loggingIn(playerId, seen, at(7)))).rejects.toThrow(Conflict);
});
