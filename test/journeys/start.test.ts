import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRunningCloud, type RunningCloud } from '#tools/running-cloud.ts';

const rootFolder = path.resolve(import.meta.dirname, '../..');
const anyPorts = ['--api-port', '0', '--aws-port', '0', '--console-port', '0'];
const password = 'merry lanterns drift upstream';
const email = 'kept-player@example.com';

let dataFolder: string;
const started: ChildProcess[] = [];
beforeAll(() => {
  dataFolder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'start-')), 'data');
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  fs.rmSync(path.dirname(dataFolder), { recursive: true });
});

function runTool(tool: string, ...args: string[]): ChildProcess {
  const child = spawn('node', [`tools/${tool}.ts`, ...args], { cwd: rootFolder, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  return child;
}

/** Runs a tool to its end. */
async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const closed = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout!), text(child.stderr!), closed]);
  return { code, output: out + error };
}

/** Waits until the tool says where everything is, and finds the cloud by its note. */
async function ready(...more: string[]): Promise<{ child: ChildProcess; cloud: RunningCloud; said: string }> {
  const child = runTool('start', '--data', dataFolder, ...anyPorts, ...more);
  let said = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes('Ctrl-C stops')) break;
  }
  const cloud = await findRunningCloud(dataFolder);
  if (cloud === undefined) throw new Error(`It did not become ready:\n${said}`);
  return { child, cloud, said };
}

async function stop(child: ChildProcess): Promise<number | null> {
  const closed = new Promise<number | null>((resolve) => void child.once('close', resolve));
  child.kill('SIGINT');
  child.stdout!.resume();
  return closed;
}

const post = (address: string, body: unknown) =>
  fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
/** Parsed JSON; its shape is this test's to assert. */
// oxlint-disable-next-line typescript/no-explicit-any
const read = async (address: string): Promise<any> => (await fetch(address)).json();
const logIn = ({ apiAddress }: RunningCloud) =>
  post(`${apiAddress}/v1/sessions`, { email, password, deviceKind: 'android-app' });

async function register({ apiAddress, consoleAddress }: RunningCloud): Promise<void> {
  const notice = await read(`${apiAddress}/v1/privacy-notice?jurisdiction=ID&language=id`);
  const person = { email, password, fullName: 'Wulan Kusuma', birthDate: '1990-06-15', phone: '+6281234567890' };
  const asked = { ...person, jurisdiction: 'ID', language: 'id', noticeHash: notice.noticeHash };
  expect((await post(`${apiAddress}/v1/players`, asked)).status).toBe(202);
  await post(`${consoleAddress}/settle`, {});
  const [mail] = await read(`${consoleAddress}/inbox.json?to=${email}`);
  const token = /verification#([\w-]{43})/.exec(mail.text)?.[1];
  expect((await post(`${apiAddress}/v1/players/verifications`, { token, password })).status).toBe(201);
}

/** The processes that a process has started, by Linux' own account of them; none elsewhere. */
function childrenOf(processId: number | undefined): number[] {
  const file = `/proc/${processId}/task/${processId}/children`;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

const isAlive = (processId: number) => fs.existsSync(`/proc/${processId}`);

/** The staff register of the cloud that runs, as its operator sees it. */
async function staffRegister(): Promise<Record<string, unknown>[]> {
  const running = await findRunningCloud(dataFolder);
  if (running === undefined) throw new Error('No cloud runs');
  const { region, awsAddress: endpoint, operator: credentials, tables } = running;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region, endpoint, credentials }));
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.staff }));
  client.destroy();
  return Items;
}

describe('npm start', () => {
  it('becomes ready, serves, and says where everything is', async () => {
    const { child, cloud, said } = await ready();
    for (const address of [cloud.apiAddress, `${cloud.consoleAddress}/inbox`, `${cloud.consoleAddress}/reference`]) {
      expect(said).toContain(address);
    }
    expect((await fetch(`${cloud.apiAddress}/v1/health`)).status).toBe(200);
    for (const page of ['/', '/inbox', '/reference'])
      expect((await fetch(cloud.consoleAddress + page)).status).toBe(200);
    await register(cloud);
    expect((await logIn(cloud)).status).toBe(201);
    const children = childrenOf(child.pid);
    if (process.platform === 'linux') expect(children).not.toEqual([]);
    expect(await stop(child)).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
    expect(await findRunningCloud(dataFolder)).toBeUndefined();
  });

  it('keeps a player over a restart; an invited person may then act as staff', async () => {
    const { child, cloud } = await ready();
    expect((await logIn(cloud)).status).toBe(201);
    const invitation = [
      '--local',
      '--data',
      dataFolder,
      '--name',
      'dewi',
      '--roles',
      'dpo',
      '--email',
      'dewi@example.com',
    ];
    const { code, output } = await ended(runTool('invite-staff', ...invitation));
    expect(code).toBe(0);
    const token = /^TOKEN=(\S+)$/m.exec(output)?.[1];
    const [member] = await staffRegister();
    expect(member).toMatchObject({ roles: ['dpo'], emailIndex: expect.stringMatching(/^v1\.[\w-]{43}$/) });
    expect(JSON.stringify(member)).not.toContain('dewi');
    const breaches = (headers: Record<string, string>) => fetch(`${cloud.apiAddress}/v1/staff/breaches`, { headers });
    expect((await breaches({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await breaches({})).status).toBe(401);

    const again = await ended(runTool('start', '--data', dataFolder, ...anyPorts, '--fresh'));
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('already runs') });
    const taken = new URL(cloud.apiAddress).port;
    const other = await ended(runTool('start', '--data', `${dataFolder}-other`, ...anyPorts, '--api-port', taken));
    expect(other.code).toBe(1);
    expect(other.output).toContain(`Port ${taken} for the HTTP API is taken`);
    expect(other.output).toContain(`npm start -- --api-port`);
    expect(await stop(child)).toBe(0);
  });

  it('begins anew when it is told so, and never deletes a folder that is not its own', async () => {
    const { child, cloud } = await ready('--fresh');
    expect((await logIn(cloud)).status).toBe(401);
    expect(await stop(child)).toBe(0);
    const { code, output } = await ended(runTool('start', '--data', 'catalogue', ...anyPorts, '--fresh'));
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('leaves it alone') });
    expect(fs.existsSync(path.join(rootFolder, 'catalogue', 'index.ts'))).toBe(true);
  });

  it('starts again after it was killed', async () => {
    const killed = await ready();
    const closed = new Promise<void>((resolve) => void killed.child.once('close', () => resolve()));
    killed.child.kill('SIGKILL');
    killed.child.stdout!.resume();
    await closed;
    const { child, cloud } = await ready();
    expect((await fetch(`${cloud.apiAddress}/v1/health`)).status).toBe(200);
    expect(await stop(child)).toBe(0);
  });

  it('tells somebody who invites without a running cloud what to do', async () => {
    const invitation = ['--local', '--data', dataFolder, '--name', 'dewi', '--roles', 'dpo'];
    const { code, output } = await ended(runTool('invite-staff', ...invitation));
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('npm start') });
  });
});
