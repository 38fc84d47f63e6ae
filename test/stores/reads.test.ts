import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentClient } from '#stores/clients.ts';
import { Unavailable } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { nothingToRead, readTogether, type Item, type Read } from '#stores/reads.ts';
import { openHandlerServices, type HandlerServices } from '#test/support/handler-services.ts';

let services: HandlerServices;
beforeAll(async () => {
  services = await openHandlerServices();
});
beforeEach(() => services.reset());

const put = (TableName: string, Item: Record<string, unknown>) =>
  documentClient().send(new PutCommand({ TableName, Item }));
const place = (TableName: string, pk: string, sk: string) => ({ TableName, Key: { pk, sk } });
const raw = (...places: Read<unknown>['places']): Read<readonly (Item | undefined)[]> => ({
  places,
  from: (found) => found,
});

describe('reads that travel together', () => {
  it('are one call, and each is given what was found at its places, in their order', async () => {
    const pk = newId();
    await put('players', { pk, sk: 'account', state: 'open' });
    await put('limits', { pk, sk: 'first', count: 1 });
    await put('limits', { pk, sk: 'second', count: 2 });
    services.reset();
    const [limits, account, none, mixed] = await readTogether(
      raw(place('limits', pk, 'second'), place('limits', pk, 'missing'), place('limits', pk, 'first')),
      raw(place('players', pk, 'account')),
      nothingToRead,
      raw(place('credentials', pk, 'password'), place('activity', pk, 'login')),
    );
    expect(limits.map((item) => item?.['count'])).toEqual([2, undefined, 1]);
    expect(account).toEqual([{ pk, sk: 'account', state: 'open' }]);
    expect(none).toBeUndefined();
    expect(mixed).toEqual([undefined, undefined]);
    expect(services.calls).toEqual(['dynamodb:BatchGetItem']);
  });

  it('bring only the attributes that are wanted, and always the key', async () => {
    const pk = newId();
    await put('players', { pk, sk: 'account', devicesValidFrom: '2026-01-01', fullName: 'sealed' });
    const [account] = await readTogether(raw({ ...place('players', pk, 'account'), attributes: ['devicesValidFrom'] }));
    expect(account).toEqual([{ pk, sk: 'account', devicesValidFrom: '2026-01-01' }]);
  });

  it('never leave an attribute out that one of them wants', async () => {
    const some = { ...place('players', newId(), 'account'), attributes: ['devicesValidFrom'] };
    await expect(readTogether(raw(some), raw(place('players', newId(), 'account')))).rejects.toThrow(/attributes/);
    expect(services.calls).toEqual([]);
  });

  it('fail clearly when DynamoDB does not answer', async () => {
    services.meddle = () => 'throttle';
    try {
      await expect(readTogether(raw(place('players', newId(), 'account')))).rejects.toBeInstanceOf(Unavailable);
    } finally {
      services.meddle = () => 'none';
    }
  });
});
