import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { zlibCompression } from '#stores/kyc/compression.ts';
import { objectKey, placeOf } from '#stores/kyc/object-place.ts';
import { tracesOf } from '#stores/traces.ts';

const playerId = 'a'.repeat(26);
const documentId = '0'.repeat(26);

describe('the key of an upload', () => {
  test('says whose it is', () => {
    expect(placeOf(objectKey('incoming', { playerId, documentId }))).toEqual({ playerId, documentId });
  });

  test.each([
    ['of an accepted document', objectKey('accepted', { playerId, documentId })],
    ['that leaves its folder', `incoming/${playerId}/../${documentId}`],
    ['with more behind it', `incoming/${playerId}/${documentId}/x`],
    ['with an id that is none', `incoming/${playerId}/DOCUMENT`],
    ['of nothing', ''],
  ])('is not one when it is a key %s', (_, key) => {
    expect(placeOf(key)).toBeUndefined();
  });
});

describe('inflating', () => {
  const bytes = new Uint8Array(1000).fill(7);

  test('gives back what was deflated, and ignores what follows the stream', () => {
    expect(Uint8Array.from(zlibCompression.inflate(deflateSync(bytes), 1000) ?? [])).toEqual(bytes);
    const followed = Buffer.concat([deflateSync(bytes), Buffer.from('more')]);
    expect(zlibCompression.inflate(followed, 1000)).toHaveLength(1000);
  });

  test.each([
    ['larger than allowed', deflateSync(bytes), 999],
    ['cut off', deflateSync(bytes).subarray(0, -5), 1000],
    ['damaged', Buffer.from('no zlib at all'), 1000],
    ['anything when nothing is allowed', deflateSync(bytes), 0],
  ])('refuses a stream that is %s', (_, stream, most) => {
    expect(zlibCompression.inflate(stream, most)).toBeUndefined();
  });
});

describe('deflating anew', () => {
  const content = Buffer.from(Array.from({ length: 900_000 }, (_, index) => (index * index) >> 7));
  const stream = deflateSync(content);
  const cut = (bytes: Uint8Array, length: number) =>
    Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
      bytes.subarray(index * length, (index + 1) * length),
    );

  test('shows every byte once, in order, and gives back a stream that holds the same', async () => {
    const seen: Uint8Array[] = [];
    const parts = await zlibCompression.recompress(cut(stream, 1000), 'fast', (piece) =>
      seen.push(Uint8Array.from(piece)),
    );
    expect(Buffer.concat(seen).equals(content)).toBe(true);
    expect(inflateSync(Buffer.concat(parts ?? [])).equals(content)).toBe(true);
  });

  test('gives the same stream however the parts are cut', async () => {
    const whole = Buffer.concat((await zlibCompression.recompress([stream], 'fast', () => undefined)) ?? []);
    const parts = (await zlibCompression.recompress(cut(stream, 777), 'fast', () => undefined)) ?? [];
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
  });

  test('ignores what follows the stream, in its last part and in many more', async () => {
    const followed = cut(Buffer.concat([stream, Buffer.alloc(200_000, 'more')]), 5000);
    const parts = (await zlibCompression.recompress(followed, 'fast', () => undefined)) ?? [];
    expect(inflateSync(Buffer.concat(parts)).equals(content)).toBe(true);
  });

  test('ends with what the check throws, before the rest is inflated', async () => {
    const bomb = deflateSync(Buffer.alloc(100_000_000));
    let bytesSeen = 0;
    const refuse = (piece: Uint8Array) => {
      bytesSeen += piece.length;
      if (bytesSeen > 1_000_000) throw new RangeError('too much');
    };
    await expect(zlibCompression.recompress([bomb], 'fast', refuse)).rejects.toThrow(RangeError);
    expect(bytesSeen).toBeLessThan(4_000_000);
  });

  test('stores what shrinks no further without trying', async () => {
    const stored = Buffer.concat((await zlibCompression.recompress([stream], 'store', () => undefined)) ?? []);
    expect(inflateSync(stored).equals(content)).toBe(true);
    expect(stored.length).toBeGreaterThan(content.length);
  });

  test.each([
    ['cut off', [stream.subarray(0, -5)]],
    ['damaged', [Buffer.from('no zlib at all')]],
    ['of no part', []],
    ['of an empty part', [new Uint8Array()]],
  ])('refuses a stream that is %s', async (_, parts) => {
    expect(await zlibCompression.recompress(parts, 'fast', () => undefined)).toBeUndefined();
  });
});

describe('the traces of a row', () => {
  test('of a kept document are the sighting of its content', () => {
    const trace = { table: 'kyc', pk: 'document-hash#v1.abc', sk: 'first' };
    expect(tracesOf('kyc', { pk: 'player', sighting: 'document-hash#v1.abc|first' })).toEqual([trace]);
  });

  test('of an ID number are its look-up, where the account holds it', () => {
    const trace = { table: 'lookups', pk: 'identity-number#v1.abc', sk: 'player' };
    expect(tracesOf('kyc', { pk: 'player', identityNumberIndex: 'v1.abc', holdsNumber: true })).toEqual([trace]);
    expect(tracesOf('kyc', { pk: 'player', identityNumberIndex: 'v1.abc', holdsNumber: false })).toEqual([]);
  });

  test('of any other row are none', () => {
    expect(tracesOf('kyc', { pk: 'player' })).toEqual([]);
  });

  test('are the note that a store began to hold data of the player, for the row that began it', () => {
    const row = { pk: 'a'.repeat(26), heldFrom: '2027-01-01T00:00:00.000Z' };
    const sk = `2027-01-01T00:00:00.000Z#${row.pk}`;
    expect(tracesOf('payments', row)).toEqual([{ table: 'holdings', pk: 'payments#10', sk }]);
  });

  test('of a first deposit are both that note and the reference by which its processor names it', () => {
    const row = { pk: 'a'.repeat(26), heldFrom: '2027-01-01T00:00:00.000Z', paymentReference: 'r1' };
    expect(tracesOf('payments', row).map(({ pk }) => pk)).toEqual(['payments#10', 'reference#r1']);
  });
});
