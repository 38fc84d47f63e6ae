import { createHash } from 'node:crypto';
import { positionsOf, type FuseShape } from '#stores/passwords/fuse-filter.ts';

/** A built filter: its shape and two bytes per place, the lower one first. */
export interface BuiltFilter extends FuseShape {
  bytes: Buffer;
}

const attemptsMax = 100;
const bytesOverhead = 1.3;

function shapeFor(entries: number, seed: number): FuseShape {
  // Graf and Lemire, "Binary fuse filters: fast and smaller than xor filters" (2022), section 4: three-wise.
  const segmentLength = 2 ** Math.floor(Math.log(entries) / Math.log(3.33) + 2.25);
  const factor = Math.max(1.125, 0.875 + (0.25 * Math.log(1_000_000)) / Math.log(entries));
  const segments = Math.max(1, Math.ceil((entries * Math.min(factor, bytesOverhead)) / segmentLength) - 2);
  return { seed, segmentLength, segments };
}

/** How many keys a place has, and their indexes mixed by exclusive or: of one key alone, its index. */
function openTally(size: number) {
  const [count, mixed] = [new Int32Array(size), new Int32Array(size)];
  return {
    change(place: number, index: number, by: 1 | -1): void {
      count[place] = (count[place] ?? 0) + by;
      mixed[place] = (mixed[place] ?? 0) ^ index;
    },
    isAlone: (place: number): boolean => count[place] === 1,
    indexAt: (place: number): number => mixed[place] ?? 0,
  };
}

/** By peeling, the order in which the places of keys can be filled; undefined when a seed does not work. */
function peel(hashes: readonly bigint[], shape: FuseShape): { index: number; place: number }[] | undefined {
  const size = (shape.segments + 2) * shape.segmentLength;
  const tally = openTally(size);
  const places = hashes.map((hash) => positionsOf(hash, shape).places);
  for (const [index, three] of places.entries()) for (const place of three) tally.change(place, index, 1);
  const alone = Array.from({ length: size }, (_, place) => place).filter(tally.isAlone);
  const order: { index: number; place: number }[] = [];
  for (let place = alone.pop(); place !== undefined; place = alone.pop()) {
    if (!tally.isAlone(place)) continue;
    const index = tally.indexAt(place);
    const three = places[index] ?? [];
    order.push({ index, place });
    for (const each of three) tally.change(each, index, -1);
    alone.push(...three.filter(tally.isAlone));
  }
  return order.length === hashes.length ? order : undefined;
}

/** Builds a filter with two bytes per place. The same hashes give the same filter. Throws when no seed of 100 works. */
export function buildFilter(hashes: readonly bigint[]): BuiltFilter {
  for (let seed = 1; seed <= attemptsMax; seed += 1) {
    const shape = shapeFor(hashes.length, seed);
    const order = peel(hashes, shape);
    if (order === undefined) continue;
    const fingerprints = new Uint16Array((shape.segments + 2) * shape.segmentLength);
    for (const { index, place } of order.toReversed()) {
      const { places, fingerprint } = positionsOf(hashes[index] ?? 0n, shape);
      const others = places.filter((other) => other !== place);
      fingerprints[place] = others.reduce((sum, other) => sum ^ (fingerprints[other] ?? 0), fingerprint);
    }
    const bytes = Buffer.alloc(2 * fingerprints.length);
    for (const [place, each] of fingerprints.entries()) bytes.writeUInt16LE(each, 2 * place);
    return { ...shape, bytes };
  }
  throw new Error('No seed gives a filter');
}

/** SHA-256 of a file's bytes, hex. */
export const hashOfBytes = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
