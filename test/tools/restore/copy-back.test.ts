import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DynamoDb } from '#local/dynamodb/engine.ts';
import { copyBack } from '#tools/restore/copy-back.ts';
import { openRestoreRegion, type RestoreRegion } from '#test/support/restore-region.ts';

/** How much of a batch DynamoDB gets to; all of it when undefined. */
let itemsInTime: number | undefined;

/** Does a part of a batch and hands back the rest, as DynamoDB does under load. */
function writeInPart(engine: DynamoDb, operation: string, input: Record<string, unknown>) {
  if (operation !== 'BatchWriteItem' || itemsInTime === undefined) return undefined;
  const { RequestItems } = input as { RequestItems: Record<string, unknown[]> };
  const [[name, requests] = ['', []]] = Object.entries(RequestItems);
  if (itemsInTime > 0) engine.handle(operation, { RequestItems: { [name]: requests.slice(0, itemsInTime) } });
  const left = requests.slice(itemsInTime);
  return { UnprocessedItems: left.length === 0 ? {} : { [name]: left } };
}

let place: RestoreRegion;
beforeAll(async () => {
  place = await openRestoreRegion(['copy'], writeInPart);
});
afterAll(() => place.close());

const copy = async () => (await copyBack(place.region, { players: 'copy' }, 1)).get('players');

describe('copying back', () => {
  it('asks again for what DynamoDB did not get to, and no more often than ten times', async () => {
    for (let number = 10; number < 70; number += 1) {
      await place.put('copy', { pk: `p${number}`, sk: 'wallet', walletId: 'w' });
    }
    itemsInTime = 0;
    await expect(copy()).rejects.toThrow(/run the same command again/);
    itemsInTime = 7;
    expect(await copy()).toEqual({ read: 60, written: 60, kept: 0, expired: 0 });
    itemsInTime = undefined;
    expect(await place.rows('players')).toHaveLength(60);
    expect(await copy()).toEqual({ read: 60, written: 0, kept: 60, expired: 0 });
  });

  it('leaves what is newer, leaves out what has expired, and ends the sessions of accounts that come back', async () => {
    const sessionsValidFrom = '2027-01-01T00:00:00.000Z';
    await place.put('players', { pk: 'p10', sk: 'wallet', walletId: 'newer' });
    await place.put('copy', { pk: 'old', sk: 'wallet', expiresAtSeconds: 1 });
    await place.put('copy', { pk: 'one', sk: 'account', state: 'open', sessionsValidFrom });
    await place.put('copy', { pk: 'two', sk: 'account', state: 'closed', sessionsValidFrom });
    expect(await copy()).toEqual({ read: 63, written: 2, kept: 60, expired: 1 });
    const rows = await place.rows('players');
    const find = (pk: string) => rows.find((row) => row['pk'] === pk);
    expect(find('p10')?.['walletId']).toBe('newer');
    expect(find('old')).toBeUndefined();
    expect(find('one')?.['sessionsValidFrom']).toBe('2027-03-01T10:00:00.000Z');
    expect(find('two')?.['sessionsValidFrom']).toBe(sessionsValidFrom);
  });
});
