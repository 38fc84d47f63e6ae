import { startCloud, type Cloud } from '#local/cloud.ts';
import { synthesiseLocal } from '../synth-cached.ts';
import { register, registrationBody } from './bench-player.ts';
import { measureCpu, type CpuMeasure } from './function-cpu.ts';

/** What one registration costs beside its argon2id hash. */
export interface RegistrationMeasure extends CpuMeasure {
  /** AWS calls of the function. */
  calls: number;
}

const functionName = 'sesetoro-player-register';

/** Registers once over HTTP and counts the function's calls. */
async function countCalls(cloud: Cloud, body: Record<string, unknown>): Promise<number> {
  const { faults } = cloud;
  faults.lay([{ kind: 'delay', delayMs: 0, functionName }]);
  await register(cloud, body);
  const calls = faults.metCount();
  faults.clear();
  await cloud.settle({ timeoutMs: 60_000 });
  return calls;
}

/** Measures one registration on a local cloud: its AWS calls, and the CPU time of its bundle against its hash. */
export async function measureRegistration(): Promise<RegistrationMeasure> {
  const { assemblyFolder } = await synthesiseLocal();
  const cloud = await startCloud({ assemblyFolder });
  try {
    const body = await registrationBody(cloud);
    // The first one also asks for the key of network names, as each process does once.
    await countCalls(cloud, body);
    const calls = await countCalls(cloud, body);
    const request = { route: 'POST /v1/players', body, status: 202 };
    return { calls, ...(await measureCpu(cloud, { functionName, request })) };
  } finally {
    await cloud.stop();
  }
}
