// Runs the bundle of the registration function in a process of its own and measures its CPU time against the hash.
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { hashPassword } from '#stores/password-hash.ts';

const settingsSchema = z.object({
  file: z.string(),
  warmUps: z.number(),
  runs: z.number(),
  /** Milliseconds since the epoch. */
  now: z.number(),
  body: z.record(z.string(), z.unknown()),
});
const moduleSchema = z.object({
  handler: z.custom<(event: unknown, context: unknown) => Promise<{ statusCode?: number; body?: string }>>(
    (value) => typeof value === 'function',
  ),
});

const { file, warmUps, runs, now, body } = settingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const { handler } = moduleSchema.parse(await import(pathToFileURL(file).href));

async function register(): Promise<void> {
  const event = {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'bench',
      routeKey: 'POST /v1/players',
      timeEpoch: now,
      http: { sourceIp: '127.0.0.1', userAgent: 'bench' },
    },
  };
  const answer = await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 30_000 });
  if (answer.statusCode !== 202) throw new Error(`Registration answered ${answer.statusCode}: ${answer.body}`);
}

/** CPU time of some runs, in milliseconds; the first ones, which compile, are not counted. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  for (let warmUp = 0; warmUp < warmUps; warmUp += 1) await work();
  const before = process.cpuUsage();
  for (let each = 0; each < runs; each += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

const hashMilliseconds = await cpuOf(() => hashPassword('merry lanterns drift upstream'));
const registrationMilliseconds = await cpuOf(register);
// The loggers of the function write to standard output: the measure goes another way.
process.send?.({ hashMilliseconds, registrationMilliseconds });
process.disconnect();
