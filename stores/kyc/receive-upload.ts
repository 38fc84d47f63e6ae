import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** An uploaded version as it arrived. */
export interface Upload {
  bytes: Uint8Array;
  /** SHA-256 of the bytes in hexadecimal, taken while they came in. */
  digest: string;
  /** Whether it is exactly as long as it was announced; what goes beyond is neither kept in memory nor hashed. */
  asAnnounced: boolean;
}

/** Copies what arrives into one buffer of the announced length and hashes it on the way; stops at the first byte beyond. */
export async function receiveUpload(body: Readable, byteCount: number): Promise<Upload> {
  const bytes = new Uint8Array(byteCount);
  const hash = createHash('sha256');
  let received = 0;
  let overlong = false;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    overlong = received + chunk.length > byteCount;
    // Leaving the loop also closes the connection.
    if (overlong) break;
    bytes.set(chunk, received);
    hash.update(chunk);
    received += chunk.length;
  }
  const asAnnounced = !overlong && received === byteCount;
  return { bytes: bytes.subarray(0, received), digest: hash.digest('hex'), asAnnounced };
}
