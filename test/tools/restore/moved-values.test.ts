import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { movedValues } from '#tools/restore/ledgers/moved-values.ts';
import type { RestoredTables } from '#tools/restore/restore-beside.ts';
import { openRestoreRegion, type RestoreRegion } from '#test/support/restore-region.ts';

let place: RestoreRegion;
beforeEach(async () => {
  place = await openRestoreRegion(['accounts', 'copy']);
  const at = '2027-03-01T09:40:00.000Z';
  await place.put('evidence', { pk: 'player#one', sk: `${at}#1`, at, action: 'email-changed', subjectId: 'one' });
});
afterEach(() => place.close());

const replay = (restored: RestoredTables) =>
  movedValues.replay({
    region: place.region,
    restored,
    evidence: 'evidence',
    at: new Date('2027-03-01T09:30:00Z'),
    since: new Date('2027-03-01T08:30:00Z'),
    now: place.region.now(),
  });
const account = (table: string, emailIndex: string) =>
  place.put(table, { pk: 'one', sk: 'account', emailIndex, phoneIndex: 'v1.number' });
const lookup = (table: string, pk: string, playerId: string) =>
  place.put(table, { pk, sk: pk.startsWith('phone') ? playerId : 'player', playerId });
const lookups = async (table: string) =>
  (await place.rows(table)).map(({ pk, playerId }) => `${String(pk)} ${String(playerId)}`).toSorted();

describe('an address that was changed after the restored moment', () => {
  it('is found at its new place where only look-ups went back', async () => {
    await account('players', 'v1.new');
    await lookup('copy', 'email#v1.old', 'one');
    await lookup('copy', 'phone#v1.number', 'one');
    await lookup('copy', 'account-number#v1.x', 'one');
    await lookup('copy', 'email#v1.other', 'two');
    expect(await replay({ lookups: 'copy' })).toEqual({ found: 1, applied: 1 });
    const right = ['account-number#v1.x one', 'email#v1.new one', 'email#v1.other two', 'phone#v1.number one'];
    expect(await lookups('copy')).toEqual(right);
    expect(await replay({ lookups: 'copy' })).toEqual({ found: 1, applied: 0 });
  });

  it('is found at its old place where only accounts went back', async () => {
    await account('players', 'v1.new');
    await account('accounts', 'v1.old');
    await lookup('lookups', 'email#v1.new', 'one');
    await replay({ players: 'accounts' });
    expect(await lookups('lookups')).toEqual(['email#v1.old one', 'phone#v1.number one']);
  });

  it('stays with whoever has got it since', async () => {
    await account('accounts', 'v1.old');
    await lookup('lookups', 'email#v1.old', 'two');
    await replay({ players: 'accounts' });
    expect(await lookups('lookups')).toContain('email#v1.old two');
  });

  it('changes nothing where neither went back', async () => {
    expect(await replay({ kyc: 'copy' })).toEqual({ found: 0, applied: 0 });
  });
});
