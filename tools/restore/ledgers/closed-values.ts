import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { scanPages } from '../pages.ts';
import type { Replay } from './ledger.ts';

/** Look-ups that go in the closing transaction; that of the ID number goes with its class. */
const closingLookups = ['email#', 'phone#', 'account-number#'];

const isClosingLookup = (pk: unknown) => closingLookups.some((prefix) => String(pk).startsWith(prefix));

/** Removes the look-ups of closed accounts: each names its player. Answers whose there were. */
export async function releaseLookups({ region, restored }: Replay, closedIds: ReadonlySet<string>): Promise<string[]> {
  const TableName = restored.lookups;
  if (TableName === undefined || closedIds.size === 0) return [];
  const owners: string[] = [];
  for await (const page of scanPages(region, { TableName, ProjectionExpression: 'pk, sk, playerId' })) {
    for (const { pk, sk, playerId } of page) {
      if (!closedIds.has(String(playerId)) || !isClosingLookup(pk)) continue;
      await region.documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
      owners.push(String(playerId));
    }
  }
  return owners;
}

/** Removes registrations that became accounts, and then closed ones, after the restored moment. Answers whose there were. */
export async function removeRegistrations(
  { region, restored }: Replay,
  closedIds: ReadonlySet<string>,
): Promise<string[]> {
  const TableName = restored.registrations;
  if (TableName === undefined || closedIds.size === 0) return [];
  const owners: string[] = [];
  for await (const page of scanPages(region, { TableName, ProjectionExpression: 'pk, sk' })) {
    for (const { pk, sk } of page) {
      if (!closedIds.has(String(sk))) continue;
      await region.documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
      owners.push(String(sk));
    }
  }
  return owners;
}
