import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { erasuresSince } from './ledgers/erasures.ts';
import type { Replay } from './ledgers/ledger.ts';
import { partitionOf, scanPages } from './pages.ts';
import type { TableNames } from './region.ts';

/** By what a closed account could be used or read again. Never by whom: ids stay in the tables. */
export interface Resurrections {
  /** How many erasures were looked at. */
  closed: number;
  /** How many of these persons are back in any way. */
  people: number;
  accounts: number;
  lookups: number;
  credentials: number;
  keys: number;
  registrations: number;
}

type Sign = Exclude<keyof Resurrections, 'closed' | 'people'>;

interface Search {
  replay: Replay;
  tables: TableNames;
  complianceKeyArn: string;
}

/** Whether the product could open a key: it has no end that has passed, and no law keeps it out of reach. */
async function hasOpenKey({ replay, tables, complianceKeyArn }: Search, playerId: string): Promise<boolean> {
  const nowSeconds = replay.now.getTime() / 1000;
  const keys = await partitionOf(replay.region, tables.keys, playerId);
  return keys.some(({ endsAtSeconds, kmsKeyArn }) => {
    const hasEnded = typeof endsAtSeconds === 'number' && endsAtSeconds <= nowSeconds;
    const isRetained = typeof endsAtSeconds === 'number' && kmsKeyArn === complianceKeyArn;
    return !hasEnded && !isRetained;
  });
}

async function hasOpenAccount({ replay, tables }: Search, playerId: string): Promise<boolean> {
  const { documents } = replay.region;
  const Key = { pk: playerId, sk: 'account' };
  const { Item } = await documents.send(new GetCommand({ TableName: tables.players, Key, ConsistentRead: true }));
  return Item !== undefined && Item['state'] !== 'closed';
}

/** An ID number stays findable as long as a law keeps it; address, phone and account number do not. */
async function ownersOfLookups({ replay, tables }: Search): Promise<Set<string>> {
  const owners = new Set<string>();
  const ProjectionExpression = 'pk, sk, playerId';
  for await (const page of scanPages(replay.region, { TableName: tables.lookups, ProjectionExpression })) {
    for (const { pk, playerId } of page) if (!String(pk).startsWith('identity-number#')) owners.add(String(playerId));
  }
  return owners;
}

async function ownersOfRegistrations({ replay, tables }: Search): Promise<Set<string>> {
  const owners = new Set<string>();
  const pages = scanPages(replay.region, { TableName: tables.registrations, ProjectionExpression: 'pk, sk' });
  for await (const page of pages) for (const { sk } of page) owners.add(String(sk));
  return owners;
}

/**
 * Looks for persons who have a row in the erasure ledger and could be used or read again: an account that is not closed,
 * a look-up, a credential, a key that opens, a registration that could be verified.
 * @param tables where to look: the declared tables, or copies in their place
 */
export async function findResurrected(search: Search): Promise<Resurrections> {
  const closedIds = new Set((await erasuresSince(search.replay)).map(({ subjectId }) => subjectId));
  const [lookups, registrations] = [await ownersOfLookups(search), await ownersOfRegistrations(search)];
  const found = { accounts: 0, lookups: 0, credentials: 0, keys: 0, registrations: 0 };
  let people = 0;
  for (const playerId of closedIds) {
    const { replay, tables } = search;
    const signs: Record<Sign, boolean> = {
      accounts: await hasOpenAccount(search, playerId),
      lookups: lookups.has(playerId),
      credentials: (await partitionOf(replay.region, tables.credentials, playerId)).length > 0,
      keys: await hasOpenKey(search, playerId),
      registrations: registrations.has(playerId),
    };
    for (const sign of Object.keys(found) as Sign[]) if (signs[sign]) found[sign] += 1;
    if (Object.values(signs).includes(true)) people += 1;
  }
  return { closed: closedIds.size, people, ...found };
}
