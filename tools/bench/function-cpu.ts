import path from 'node:path';
import * as z from 'zod';
import type { Cloud } from '#local/cloud.ts';
import { optionalTextAt, recordAt } from '#local/template/properties.ts';
import { runMeasured } from './measured-process.ts';
import { median, ratioOf } from './median.ts';

/** What a function costs beside a yardstick. */
export interface CpuMeasure {
  ownMilliseconds: number;
  yardstickMilliseconds: number;
  /** CPU time of the function against that of its yardstick. */
  cpuRatio: number;
}

/** A request, as often as it is measured. */
export interface MeasuredRequest {
  /** Method and path as in `lib/routes`. */
  route: string;
  headers?: Record<string, string>;
  body?: Record<string, unknown>;
  /** What it answers each time. */
  status: number;
}

/** Which function runs, as whom, and beside what. */
export interface CpuSettings {
  /** The function whose environment and credentials are used. */
  functionName: string;
  /** Another bundle that runs in its place. */
  file?: string;
  /** A bundle that answers the same request without the work that is measured; without one it is an argon2id hash. */
  yardstickFile?: string;
  request: MeasuredRequest;
}

/** Runs that warm a process up, turns that are measured with the runs of each, and processes. */
const warmUps = 120;
const turns = 6;
const turnRuns = 15;
const processes = 3;

const messageSchema = z.object({ ownMilliseconds: z.number(), yardstickMilliseconds: z.number() });

/** What the function is told of its surroundings, its own credentials included. */
function environmentOf(cloud: Cloud, functionName: string): { file: string; environment: Record<string, string> } {
  const declared = cloud.stage.resources('AWS::Lambda::Function').find(({ name }) => name === functionName);
  if (declared === undefined) throw new Error(`The templates declare no ${functionName}`);
  const variables = Object.entries(recordAt(recordAt(declared.properties, 'Environment'), 'Variables'));
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.clientSettings(functionName).credentials;
  const key = optionalTextAt(recordAt(declared.properties, 'Code'), 'S3Key') ?? '';
  return {
    file: path.join(cloud.stage.assetPath(declared, key), 'index.mjs'),
    environment: {
      ...Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
      PATH: process.env['PATH'] ?? '',
      AWS_REGION: cloud.region,
      AWS_ENDPOINT_URL: cloud.awsAddress,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    },
  };
}

/** Measures the CPU time of a bundle against its yardstick, in turns, in several processes. */
export async function measureCpu(cloud: Cloud, measured: CpuSettings): Promise<CpuMeasure> {
  const { file: ownFile, environment } = environmentOf(cloud, measured.functionName);
  const { file = ownFile, yardstickFile, request } = measured;
  const settings = { file, yardstickFile, request, warmUps, turns, turnRuns, now: cloud.clock.now() };
  const measures: z.infer<typeof messageSchema>[] = [];
  for (let each = 0; each < processes; each += 1)
    measures.push(messageSchema.parse(await runMeasured('function-cpu-child.ts', { settings, environment })));
  const ownMilliseconds = median(measures.map((measure) => measure.ownMilliseconds));
  const yardstickMilliseconds = median(measures.map((measure) => measure.yardstickMilliseconds));
  return { ownMilliseconds, yardstickMilliseconds, cpuRatio: ratioOf(ownMilliseconds, yardstickMilliseconds) };
}
