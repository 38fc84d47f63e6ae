import { createHash } from 'node:crypto';

/** The shape of a three-wise binary fuse filter (Graf and Lemire 2022) with fingerprints of 16 bits. */
export interface FuseShape {
  seed: number;
  /** Places in a segment, a power of two. */
  segmentLength: number;
  /** Segments in which the first place of a key may lie; two more follow. */
  segments: number;
}

const word = 32n;
const wordMask = 0xffff_ffffn;

/** 64 bits of SHA-256 of a password as it is compared: NFC, lower case. */
export function filterHashOf(password: string): bigint {
  return createHash('sha256').update(password.normalize('NFC').toLowerCase()).digest().readBigUInt64BE(0);
}

/** The finaliser of MurmurHash3 over 64 bits: it makes of hash and seed a hash of its own. */
function mix(hash: bigint, seed: number): bigint {
  let mixed = BigInt.asUintN(64, hash + BigInt(seed) * 0x9e37_79b9_7f4a_7c15n);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 33n)) * 0xff51_afd7_ed55_8ccdn);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 33n)) * 0xc4ce_b9fe_1a85_ec53n);
  return mixed ^ (mixed >> 33n);
}

/** The three places of a key, in three neighbouring segments, and its fingerprint. */
export function positionsOf(hash: bigint, shape: FuseShape): { places: [number, number, number]; fingerprint: number } {
  const mixed = mix(hash, shape.seed);
  const { segmentLength, segments } = shape;
  const [high, low] = [mixed >> word, Number(mixed & wordMask)];
  const first = Number((high * BigInt(segments * segmentLength)) >> word);
  const second = (first + segmentLength) ^ ((low >>> 14) & (segmentLength - 1));
  const third = (first + 2 * segmentLength) ^ (low & (segmentLength - 1));
  // The bits that chose no place: mixed once more, so that fingerprint and places are independent.
  const fingerprint = Number(mix(mixed, 1) & 0xffffn);
  return { places: [first, second, third], fingerprint };
}

/** The fingerprint at a place: two bytes, the lower one first. */
const fingerprintAt = (bytes: Uint8Array, place: number): number =>
  (bytes[2 * place] ?? 0) | ((bytes[2 * place + 1] ?? 0) << 8);

/** Whether a filter holds a hash: always for what it was built of, for others once in 65,536. */
export function holds({ bytes, ...shape }: FuseShape & { bytes: Uint8Array }, hash: bigint): boolean {
  const { places, fingerprint } = positionsOf(hash, shape);
  return places.reduce((sum, place) => sum ^ fingerprintAt(bytes, place), 0) === fingerprint;
}
