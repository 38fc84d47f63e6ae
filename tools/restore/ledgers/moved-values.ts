import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { scanPages } from '../pages.ts';
import { auditRowsSince } from './audit-rows.ts';
import type { Replay, ReplayLedger } from './ledger.ts';
import { unlessRefused } from './unless-refused.ts';

/** Audit rows that say that an address or a number is not what it was. */
const moves = ['email-change-reverted', 'email-changed', 'phone-change-reverted', 'phone-changed'];

const accountSchema = z.object({ emailIndex: z.string().optional(), phoneIndex: z.string().optional() });

/** A look-up as it must be. */
interface Place {
  pk: string;
  sk: string;
  playerId: string;
}

const textOf = ({ pk, sk }: { pk?: unknown; sk?: unknown }) => `${String(pk)}|${String(sk)}`;
const isMovable = (pk: unknown) => /^(email|phone)#/.test(String(pk));

async function movedSince(replay: Replay): Promise<Set<string>> {
  const schema = z.array(z.object({ subjectId: z.string() }));
  const moved = new Set<string>();
  for await (const page of auditRowsSince(replay, moves, replay.at)) {
    for (const { subjectId } of schema.parse(page)) moved.add(subjectId);
  }
  return moved;
}

/** The look-ups of an account as it came back; none of one that is closed or gone. */
async function placesOf({ region, restored }: Replay, playerId: string): Promise<Place[]> {
  const TableName = restored.players ?? region.tables.players;
  const Key = { pk: playerId, sk: 'account' };
  const { Item } = await region.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  const { emailIndex, phoneIndex } = accountSchema.parse(Item ?? {});
  return [
    ...(emailIndex === undefined ? [] : [{ pk: `email#${emailIndex}`, sk: 'player', playerId }]),
    ...(phoneIndex === undefined ? [] : [{ pk: `phone#${phoneIndex}`, sk: playerId, playerId }]),
  ];
}

/** Claims a place again; somebody else may have got a freed address since, and keeps it. Answers whether it was missing. */
async function claim({ region }: Replay, TableName: string, place: Place): Promise<boolean> {
  const Item = { ...place, schemaVersion: 1 };
  const ConditionExpression = 'attribute_not_exists(pk)';
  return unlessRefused(() => region.documents.send(new PutCommand({ TableName, Item, ConditionExpression })));
}

/** Removes the look-ups of moved values that lead to an account which has another value now. Answers whose there were. */
async function removeWrong(
  { region }: Replay,
  TableName: string,
  wanted: ReadonlyMap<string, readonly Place[]>,
): Promise<string[]> {
  const owners: string[] = [];
  const ProjectionExpression = 'pk, sk, playerId';
  for await (const page of scanPages(region, { TableName, ProjectionExpression })) {
    for (const { pk, sk, playerId } of page) {
      const places = wanted.get(String(playerId));
      if (places === undefined || !isMovable(pk)) continue;
      if (places.some((place) => textOf(place) === textOf({ pk, sk }))) continue;
      await region.documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
      owners.push(String(playerId));
    }
  }
  return owners;
}

/**
 * Addresses and numbers that were changed since: accounts and look-ups may come from different moments, and a look-up that
 * leads from an old address to its former owner would let somebody else in, or keep the owner out.
 */
export const movedValues: ReplayLedger = {
  name: 'moved look-ups',
  async replay(replay) {
    const { restored, region } = replay;
    if (restored.players === undefined && restored.lookups === undefined) return { found: 0, applied: 0 };
    const moved = await movedSince(replay);
    const wanted = new Map<string, readonly Place[]>();
    for (const playerId of moved) wanted.set(playerId, await placesOf(replay, playerId));
    const TableName = restored.lookups ?? region.tables.lookups;
    const applied = new Set(moved.size === 0 ? [] : await removeWrong(replay, TableName, wanted));
    for (const place of [...wanted.values()].flat()) {
      if (await claim(replay, TableName, place)) applied.add(place.playerId);
    }
    return { found: moved.size, applied: applied.size };
  },
};
