import { deflateSync, inflateSync } from 'node:zlib';
import type { Compression } from '#domain/kyc/compression.ts';

/** Deflate by the platform's zlib. */
export const zlibCompression: Compression = {
  inflate(bytes, outputBytesMax) {
    try {
      return inflateSync(bytes, { maxOutputLength: Math.max(outputBytesMax, 1) });
    } catch {
      // Broken, incomplete and too large all mean the same to whoever asks: these bytes cannot be read.
      return undefined;
    }
  },
  deflate: (bytes) => deflateSync(bytes),
};
