// Runs the bundle of a function in a process of its own and measures its CPU time against a yardstick.
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { hashPassword } from '#stores/password-hash.ts';

const settingsSchema = z.object({
  file: z.string(),
  yardstickFile: z.string().optional(),
  warmUps: z.number(),
  turns: z.number(),
  turnRuns: z.number(),
  /** Milliseconds since the epoch. */
  now: z.number(),
  request: z.object({
    route: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.record(z.string(), z.unknown()).optional(),
    status: z.number(),
  }),
});
type Handler = (event: unknown, context: unknown) => Promise<{ statusCode?: number; body?: string }>;
const moduleSchema = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });

const { file, yardstickFile, warmUps, turns, turnRuns, now, request } = settingsSchema.parse(
  JSON.parse(process.argv[2] ?? ''),
);
const handlerOf = async (bundle: string) => moduleSchema.parse(await import(pathToFileURL(bundle).href)).handler;

let networks = 0;
/** Each request from a network of its own, because one network is slowed down after a hundred. */
function nextAddress(): string {
  networks += 1;
  return `10.${networks >> 8}.${networks & 255}.1`;
}

function eventOf({ route, headers, body }: typeof request): unknown {
  return {
    headers: {
      'content-type': 'application/json',
      'x-origin-secret': process.env['ORIGIN_SECRET'],
      'cloudfront-viewer-address': `${nextAddress()}:46532`,
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'bench',
      routeKey: route,
      timeEpoch: now,
      http: { method: route.slice(0, route.indexOf(' ')), userAgent: 'bench' },
    },
  };
}

/** Calls a handler as the caller that its edge expects, which it asks of its environment at each call. */
const calling = (handler: Handler, caller: string | undefined) => async (): Promise<void> => {
  process.env['ROUTE_CALLER'] = caller;
  const answer = await handler(eventOf(request), { awsRequestId: 'bench', getRemainingTimeInMillis: () => 30_000 });
  if (answer.statusCode !== request.status) throw new Error(`It answered ${answer.statusCode}: ${answer.body}`);
};

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

const own = calling(await handlerOf(file), process.env['ROUTE_CALLER']);
const yardstick =
  yardstickFile === undefined
    ? () => hashPassword('merry lanterns drift upstream')
    : calling(await handlerOf(yardstickFile), 'public');
// The first runs compile and are not counted; then both take turns, so that both see the same machine.
await repeat(own, warmUps);
await repeat(yardstick, yardstickFile === undefined ? turnRuns : warmUps);
let [owns, yardsticks] = [0, 0];
for (let turn = 0; turn < turns; turn += 1) {
  yardsticks += await cpuOf(yardstick, turnRuns);
  owns += await cpuOf(own, turnRuns);
}
const [ownMilliseconds, yardstickMilliseconds] = [owns, yardsticks].map((sum) => sum / turns / turnRuns);
// The loggers of the function write to standard output: the measure goes another way.
process.send?.({ ownMilliseconds, yardstickMilliseconds });
process.disconnect();
