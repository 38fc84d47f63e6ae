// Runs the bundle of the registration function in a process of its own and measures its CPU time against the hash.
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { hashPassword } from '#stores/password-hash.ts';

const settingsSchema = z.object({
  file: z.string(),
  warmUps: z.number(),
  turns: z.number(),
  turnRuns: z.number(),
  /** Milliseconds since the epoch. */
  now: z.number(),
  body: z.record(z.string(), z.unknown()),
});
const moduleSchema = z.object({
  handler: z.custom<(event: unknown, context: unknown) => Promise<{ statusCode?: number; body?: string }>>(
    (value) => typeof value === 'function',
  ),
});

const { file, warmUps, turns, turnRuns, now, body } = settingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const { handler } = moduleSchema.parse(await import(pathToFileURL(file).href));

let networks = 0;
/** Each registration from a network of its own, because one network is slowed down after a hundred. */
function nextAddress(): string {
  networks += 1;
  return `10.${networks >> 8}.${networks & 255}.1`;
}

async function register(): Promise<void> {
  const event = {
    headers: {
      'content-type': 'application/json',
      'x-origin-secret': process.env['ORIGIN_SECRET'],
      'cloudfront-viewer-address': `${nextAddress()}:46532`,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'bench',
      routeKey: 'POST /v1/players',
      timeEpoch: now,
      http: { method: 'POST', userAgent: 'bench' },
    },
  };
  const answer = await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 30_000 });
  if (answer.statusCode !== 202) throw new Error(`Registration answered ${answer.statusCode}: ${answer.body}`);
}

async function repeat(work: () => Promise<unknown>, times: number): Promise<void> {
  for (let each = 0; each < times; each += 1) await work();
}

/** CPU time of some runs, in milliseconds. */
async function cpuOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const before = process.cpuUsage();
  await repeat(work, times);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const hash = () => hashPassword('merry lanterns drift upstream');
// The first runs compile and are not counted; then both take turns, so that both see the same machine.
await repeat(register, warmUps);
await repeat(hash, turnRuns);
let [hashing, registering] = [0, 0];
for (let turn = 0; turn < turns; turn += 1) {
  hashing += await cpuOf(hash, turnRuns);
  registering += await cpuOf(register, turnRuns);
}
const [hashMilliseconds, registrationMilliseconds] = [hashing, registering].map((sum) => sum / turns / turnRuns);
// The loggers of the function write to standard output: the measure goes another way.
process.send?.({ hashMilliseconds, registrationMilliseconds });
process.disconnect();
