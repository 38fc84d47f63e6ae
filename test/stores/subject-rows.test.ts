import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentClient } from '#stores/clients.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectRows } from '#stores/subject-rows.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

/** Stamps a row that has this expiry, or none; answers the one it has then. */
async function stamped(before: number | undefined, expiresAtSeconds: number): Promise<unknown> {
  const Key = { pk: newId(), sk: 'slots#2026-05-04' };
  const Item = { ...Key, schemaVersion: 1, ...(before === undefined ? {} : { expiresAtSeconds: before }) };
  await documentClient().send(new PutCommand({ TableName: 'kyc', Item }));
  const [row] = (await openSubjectRows().page('kyc', Key.pk, { limit: 10 })).rows;
  await openSubjectRows().stamp(row!, expiresAtSeconds);
  return (await documentClient().send(new GetCommand({ TableName: 'kyc', Key }))).Item?.['expiresAtSeconds'];
}

describe('stamping an expiry', () => {
  it('gives one to a row that has none, and brings a later one forward', async () => {
    expect(await stamped(undefined, 5000)).toBe(5000);
    expect(await stamped(9000, 5000)).toBe(5000);
  });

  it('keeps no row longer than it was to live by itself', async () => {
    expect(await stamped(3000, 5000)).toBe(3000);
  });
});
