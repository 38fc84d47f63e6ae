import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { bundle } from '../bundle.ts';
import { synthesiseLocal } from '../synth-cached.ts';
import { benchPerson, openAccount } from './bench-player.ts';
import { measureCpu, type CpuMeasure } from './function-cpu.ts';

/** What sessions cost. */
export interface SessionMeasure {
  /** A login on a known device, beside its argon2id hash. */
  login: CpuMeasure;
  /** A request that only checks a session, beside the same edge with nothing behind it. */
  check: CpuMeasure;
}

const deviceId = 'the-device-of-the-bench';

/** The function that answers least of those that read nothing but the session: its credentials are borrowed. */
const checkedFunction = 'sesetoro-session-list-factors';
const emptyEntry = 'tools/bench/empty-handler';
const checkingEntry = 'tools/bench/checking-handler';

async function measureLogin(cloud: Cloud): Promise<CpuMeasure> {
  const body = { ...benchPerson, deviceKind: 'desktop', deviceId };
  const request = { route: 'POST /v1/sessions', body, status: 201 };
  return measureCpu(cloud, { functionName: 'sesetoro-session-begin', request });
}

async function measureCheck(cloud: Cloud, accessToken: string): Promise<CpuMeasure> {
  const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    await bundle({ entries: [emptyEntry, checkingEntry], outFolder });
    const fileOf = (entry: string) => path.join(outFolder, entry, 'index.mjs');
    const headers = { authorization: `Bearer ${accessToken}` };
    const request = { route: 'GET /v1/me/nothing', headers, status: 204 };
    const files = { file: fileOf(checkingEntry), yardstickFile: fileOf(emptyEntry) };
    return await measureCpu(cloud, { functionName: checkedFunction, ...files, request });
  } finally {
    fs.rmSync(outFolder, { recursive: true, force: true });
  }
}

/** Measures logins and the check of a session on a local cloud. */
export async function measureSession(): Promise<SessionMeasure> {
  const { assemblyFolder } = await synthesiseLocal();
  const cloud = await startCloud({ assemblyFolder });
  try {
    const accessToken = await openAccount(cloud);
    return { check: await measureCheck(cloud, accessToken), login: await measureLogin(cloud) };
  } finally {
    await cloud.stop();
  }
}
