// Queue `closure`: an account whose closure was requested
import * as z from 'zod';
import { jurisdictionOf, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import { accountClosed, keyEndsAfterClosure } from '#domain/player/closure.ts';
import { queueHandler, type QueueHandler, type Work } from '#functions/edge/queue.ts';
import type { Write } from '#stores/commitment.ts';
import { openCredentials, type Credentials } from '#stores/credentials.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { erasureWrite } from '#stores/erasures.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openLookups, type Lookups } from '#stores/lookups.ts';
import { openPlayers, type PlayerAccount, type Players } from '#stores/players.ts';
import { openSmsFactor, type SmsFactor } from '#stores/sms-factor.ts';

/** The stores that closing an account uses. */
export interface CompleteClosureStores {
  credentials: Credentials;
  dueList: DueList;
  keys: SubjectKeys;
  ledger: Ledger;
  lookups: Lookups;
  players: Players;
  smsFactor: Pick<SmsFactor, 'forgetting'>;
}

/** What the relay and the sweep put on the queue: ids only. */
const messageSchema = z.object({ subjectId: z.string() });

/**
 * Closes an account in one transaction of a few items, whatever the number of its records (design 4). Coming twice or
 * too early changes nothing.
 */
export function completeClosure(stores: CompleteClosureStores): QueueHandler {
  return queueHandler(messageSchema, async ({ subjectId: playerId }, { now, actor }: Work) => {
    const account = await stores.players.read(playerId);
    if (account.state !== 'closing' || account.closesAt === undefined) return;
    if (account.closesAt > now.toISOString()) return;
    const writes = [
      stores.players.closed(playerId, now),
      ...(await keyWrites(stores, account, now)),
      ...lookupWrites(stores.lookups, account),
      stores.credentials.forgetting(playerId),
      stores.smsFactor.forgetting(playerId),
      erasureWrite(playerId, now),
    ];
    await stores.ledger.commit({ writes, ...accountClosed(playerId), actor, now });
  });
}

/** Every key gets its end; retained ones move under the compliance key, out of reach of the product's roles. */
async function keyWrites(stores: CompleteClosureStores, account: PlayerAccount, now: Date): Promise<Write[]> {
  const { playerId } = account;
  const keys = await stores.keys.listOf(playerId);
  const years = retentionYearsOf(jurisdictionOf(account.jurisdiction));
  const ends = keyEndsAfterClosure(
    keys.map(({ keyClass }) => keyClass),
    years,
    now,
  );
  const writes = await Promise.all(
    keys.map(async (key) => {
      const endsAt = ends.get(key.keyClass) ?? now;
      const due = stores.dueList.adding('key-end', endsAt, { subjectId: playerId, detail: key.keyClass });
      const write =
        endsAt > now ? await stores.keys.rewrapping(key, endsAt) : stores.keys.ending(playerId, key.keyClass, endsAt);
      return [write, due];
    }),
  );
  return writes.flat();
}

function lookupWrites(
  lookups: Lookups,
  { playerId, emailIndex, phoneIndex, accountNumberIndex }: PlayerAccount,
): Write[] {
  return [
    ...(emailIndex === undefined ? [] : [lookups.releasing('email', emailIndex, 'player')]),
    ...(phoneIndex === undefined ? [] : [lookups.releasing('phone', phoneIndex, playerId)]),
    ...(accountNumberIndex === undefined ? [] : [lookups.releasing('account-number', accountNumberIndex, 'player')]),
  ];
}

export const handler = completeClosure({
  credentials: openCredentials(),
  dueList: openDueList(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  lookups: openLookups(),
  players: openPlayers(),
  smsFactor: openSmsFactor(),
});
