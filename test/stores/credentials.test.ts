import { beforeAll, expect, it } from 'vitest';
import { openCredentials } from '#stores/credentials.ts';
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
  await commit(credentials.replacing(playerId, { version: 1, to: 'second' }));
  await expect(commit(credentials.replacing(playerId, { version: 1, to: 'third' }))).rejects.toThrow(Conflict);
  expect(await credentials.find(playerId)).toEqual({ passwordHash: 'second', version: 2 });
  await commit(credentials.forgetting(playerId));
  await expect(commit(credentials.replacing(playerId, { version: 2, to: 'third' }))).rejects.toThrow(Conflict);
});
