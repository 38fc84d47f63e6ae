import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { pixelsMax } from '#domain/kyc/pixel-bound.ts';
import { median, ratioOf } from './median.ts';
import { type BenchPicture, makePictures } from './pictures.ts';

/** What the intake of one picture costs. */
export interface IntakeMeasure {
  name: string;
  fileBytes: number;
  /** CPU time of reading, hashing, inspecting and rewriting against reading, hashing and decoding with a library. */
  cpuRatio: number;
  intakeMilliseconds: number;
  /** Memory above an idle process at the worst moment of one intake. */
  peakBytes: number;
  /** What of the peak goes beyond three times the file, for each pixel of the bound. */
  peakBytesPerPixel: number;
}

/** Pairs of processes for each picture; the two of a pair run one after the other, so that both see the same machine. */
const rounds = 3;

const measureSchema = z.object({ cpuMilliseconds: z.number(), peakBytes: z.number() });

interface Job {
  work: 'intake' | 'library';
  file: string;
  mediaType: string;
  warmUps: number;
  runs: number;
}

async function measure(job: Job): Promise<z.infer<typeof measureSchema>> {
  const child = fork(path.join(import.meta.dirname, 'intake-child.ts'), [JSON.stringify(job)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ending = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured process ended with ${String(code)} and no measure`);
  });
  const [told] = await Promise.race([once(child, 'message'), ending]);
  return measureSchema.parse(told);
}

async function measurePicture({ name, mediaType, bytes }: BenchPicture, file: string) {
  fs.writeFileSync(file, bytes);
  const timed = { file, mediaType, warmUps: 1, runs: 3 };
  const pairs: { intake: number; library: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { cpuMilliseconds: library } = await measure({ ...timed, work: 'library' });
    const { cpuMilliseconds: intake } = await measure({ ...timed, work: 'intake' });
    pairs.push({ intake, library });
  }
  const { peakBytes } = await measure({ ...timed, work: 'intake', warmUps: 0, runs: 1 });
  return {
    name,
    fileBytes: bytes.length,
    cpuRatio: ratioOf(median(pairs.map(({ intake, library }) => intake / library)), 1),
    intakeMilliseconds: median(pairs.map(({ intake }) => intake)),
    peakBytes,
    peakBytesPerPixel: ratioOf(Math.max(0, peakBytes - 3 * bytes.length), pixelsMax),
  };
}

/** Measures the intake of pictures as large as they may be: CPU time against a library's decoding, and peak memory. */
export async function measureIntake(): Promise<IntakeMeasure[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const measures: IntakeMeasure[] = [];
    for (const picture of await makePictures())
      measures.push(await measurePicture(picture, path.join(folder, 'picture')));
    return measures;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
