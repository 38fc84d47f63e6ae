// Takes one picture in, or decodes it with a kept library, in a process of its own; tells CPU time and peak memory.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { inspectDocument } from '#domain/kyc/inspection.ts';
import { documentMediaTypes } from '#domain/kyc/media-type.ts';
import { zlibCompression } from '#stores/kyc/compression.ts';
import { receiveUpload } from '#stores/kyc/receive-upload.ts';

const settingsSchema = z.object({
  work: z.enum(['intake', 'library']),
  file: z.string(),
  mediaType: z.enum(documentMediaTypes),
  warmUps: z.number(),
  runs: z.number(),
});

const { work, file, mediaType, warmUps, runs } = settingsSchema.parse(JSON.parse(process.argv[2] ?? ''));

/** What the product does: the bytes are hashed as they arrive, inspected and written anew. */
async function takeIn(): Promise<void> {
  const { size } = await stat(file);
  const { bytes } = await receiveUpload(createReadStream(file), size);
  const { outcome } = await inspectDocument(bytes, mediaType, zlibCompression);
  if (outcome !== 'clean') throw new Error(`${mediaType} was refused`);
}

/** The least that a library does: read, hash, decode to pixels. */
async function openLibrary(): Promise<() => Promise<void>> {
  const { openIndependentCodec } = await import('#test/support/independent-codec.ts');
  const codec = await openIndependentCodec();
  return async () => {
    const bytes = await readFile(file);
    createHash('sha256').update(bytes).digest('hex');
    await (mediaType === 'image/jpeg' ? codec.decodeJpeg(bytes) : codec.decodePng(bytes));
  };
}

const run = work === 'intake' ? takeIn : await openLibrary();
globalThis.gc?.();
const idleBytes = process.memoryUsage.rss();
for (let each = 0; each < warmUps; each += 1) await run();
const before = process.cpuUsage();
for (let each = 0; each < runs; each += 1) await run();
const { user, system } = process.cpuUsage(before);
process.send?.({
  cpuMilliseconds: (user + system) / 1000 / runs,
  // The peak of the whole process, its start included: more than the intake took, never less.
  peakBytes: process.resourceUsage().maxRSS * 1024 - idleBytes,
});
process.disconnect();
