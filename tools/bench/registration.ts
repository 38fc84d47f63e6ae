import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import * as z from 'zod';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { optionalTextAt, recordAt } from '#local/template/properties.ts';
import { synthesiseLocal } from '../synth-cached.ts';
import { median, ratioOf } from './median.ts';

/** What one registration costs. */
export interface RegistrationMeasure {
  /** AWS calls of the function. */
  calls: number;
  registrationMilliseconds: number;
  hashMilliseconds: number;
  /** CPU time of the function against that of its hash. */
  cpuRatio: number;
}

const functionName = 'sesetoro-player-register';
/** Registrations that warm a process up, turns that are measured with their runs of hash and registration, and processes. */
const warmUps = 120;
const turns = 6;
const turnRuns = 15;
const processes = 3;

const measureSchema = z.object({ hashMilliseconds: z.number(), registrationMilliseconds: z.number() });
const noticeSchema = z.object({ noticeHash: z.string() });

async function bodyFor({ apiAddress }: Cloud): Promise<Record<string, unknown>> {
  const notice = await fetch(`${apiAddress}/v1/privacy-notice?jurisdiction=ID&language=id`);
  const { noticeHash } = noticeSchema.parse(await notice.json());
  return {
    email: 'bench@example.com',
    fullName: 'Wulan Kusuma',
    birthDate: '1990-06-15',
    phone: '+6281234567890',
    password: 'merry lanterns drift upstream',
    jurisdiction: 'ID',
    language: 'id',
    noticeHash,
  };
}

/** Registers once over HTTP and counts the function's calls. */
async function countCalls(cloud: Cloud, body: Record<string, unknown>): Promise<number> {
  const { faults } = cloud;
  faults.lay([{ kind: 'delay', delayMs: 0, functionName }]);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${cloud.apiAddress}/v1/players`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== 202) throw new Error(`Registration answered ${answer.status}: ${await answer.text()}`);
  const calls = faults.metCount();
  faults.clear();
  await cloud.settle({ timeoutMs: 60_000 });
  return calls;
}

/** What the function is told of its surroundings, its own credentials included. */
function environmentOf(cloud: Cloud): { file: string; environment: Record<string, string> } {
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

async function measureCpu(cloud: Cloud, body: Record<string, unknown>): Promise<z.infer<typeof measureSchema>> {
  const { file, environment } = environmentOf(cloud);
  const settings = JSON.stringify({ file, warmUps, turns, turnRuns, now: cloud.clock.now(), body });
  const script = path.join(import.meta.dirname, 'registration-child.ts');
  const child = fork(script, [settings], { env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ending = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured process ended with ${String(code)} and no measure`);
  });
  const [measure] = await Promise.race([once(child, 'message'), ending]);
  return measureSchema.parse(measure);
}

/** Measures one registration on a local cloud: its AWS calls, and the CPU time of its bundle against its hash. */
export async function measureRegistration(): Promise<RegistrationMeasure> {
  const { assemblyFolder } = await synthesiseLocal();
  const cloud = await startCloud({ assemblyFolder });
  try {
    const body = await bodyFor(cloud);
    // The first one also asks for the key of network names, as each process does once.
    await countCalls(cloud, body);
    const calls = await countCalls(cloud, body);
    const measures: z.infer<typeof measureSchema>[] = [];
    for (let each = 0; each < processes; each += 1) measures.push(await measureCpu(cloud, body));
    const hashMilliseconds = median(measures.map((measure) => measure.hashMilliseconds));
    const registrationMilliseconds = median(measures.map((measure) => measure.registrationMilliseconds));
    const cpuRatio = ratioOf(registrationMilliseconds, hashMilliseconds);
    return { calls, registrationMilliseconds, hashMilliseconds, cpuRatio };
  } finally {
    await cloud.stop();
  }
}
