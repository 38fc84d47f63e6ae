import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { FunctionError } from '#local/lambda/function-error.ts';
import { openLambdaHost } from '#local/lambda/host.ts';
import type { LambdaHost } from '#local/lambda/host.ts';
import { requestIdFrom, traceIdFrom } from '#local/lambda/trace.ts';

const yearMs = 365 * 24 * 3600 * 1000;

let folder: string;
let lines: string[];
let host: LambdaHost;
let clock: ReturnType<typeof openClock>;

function add(code: string, settings: { timeoutMs?: number; concurrencyMax?: number } = {}): void {
  const bundle = path.join(folder, 'index.mjs');
  fs.writeFileSync(bundle, code);
  host.addFunction({
    functionName: 'sample',
    functionArn: 'arn:aws:lambda:ap-southeast-3:000000000000:function:sample',
    bundle,
    exportName: 'handler',
    variables: { GREETING: 'hello' },
    timeoutMs: 3000,
    memoryMegabytes: 128,
    ...settings,
  });
}

const failureOf = async (event: unknown = {}) => {
  const error = await host.invoke('sample', event).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof FunctionError ? error.description : error;
};

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lambda-host-'));
  lines = [];
  clock = openClock();
  host = openLambdaHost({ clock, onLine: (_, line) => lines.push(line), triesAfterMs: [0, 1, 1] });
});

afterEach(async () => {
  await host.close();
  fs.rmSync(folder, { recursive: true });
});

describe('the function host', () => {
  it('hands the event to the handler and answers what it returns', async () => {
    add('export const handler = async (event) => ({ ...event, greeting: process.env.GREETING, tz: process.env.TZ });');
    expect(await host.invoke('sample', { one: 1 })).toEqual({ one: 1, greeting: 'hello', tz: ':UTC' });
  });

  it('gives a function nothing of the surrounding environment but its own variables', async () => {
    process.env['SURROUNDING_SECRET'] = 'leaked';
    add('export const handler = async () => process.env.SURROUNDING_SECRET ?? null;');
    expect(await host.invoke('sample', {})).toBeNull();
    delete process.env['SURROUNDING_SECRET'];
  });

  it('runs the import and every event in the time of the cloud', async () => {
    clock.turnBy(7 * yearMs);
    add(`const importedAt = Date.now();
      export const handler = async () => ({ importedAt, now: new Date().getTime(), text: Date(), fixed: new Date(0).getTime(),
        kind: new Date() instanceof Date && new Date().constructor === Date, own: new (class extends Date {})().getTime() });`);
    const first = (await host.invoke('sample', {})) as Record<string, number>;
    expect(Math.abs(first['importedAt']! - clock.now())).toBeLessThan(5000);
    expect(Math.abs(first['now']! - clock.now())).toBeLessThan(5000);
    expect(Math.abs(first['own']! - clock.now())).toBeLessThan(5000);
    expect(String(first['text'])).toContain(String(new Date(clock.now()).getUTCFullYear()));
    expect(first).toMatchObject({ fixed: 0, kind: true });
    clock.turnBy(yearMs);
    const second = (await host.invoke('sample', {})) as Record<string, number>;
    expect(second['now']! - first['now']!).toBeGreaterThanOrEqual(yearMs);
  });

  it('keeps an environment warm between events and starts another for an event at the same time', async () => {
    add(
      'let count = 0; export const handler = async ({ waitMs }) => { await new Promise((r) => setTimeout(r, waitMs)); return ++count; };',
    );
    expect([await host.invoke('sample', {}), await host.invoke('sample', {})]).toEqual([1, 2]);
    expect(await Promise.all([host.invoke('sample', { waitMs: 100 }), host.invoke('sample', { waitMs: 100 })])).toEqual(
      [3, 1],
    );
    expect(host.processIds()).toHaveLength(2);
  });

  it('tells how a handler failed, by name and message', async () => {
    add('export const handler = async () => { throw new RangeError("too far"); };');
    expect(await failureOf()).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
  });

  it('replaces an environment that ended its process, let an error escape or hung', async () => {
    add(
      `let count = 0;
       export const handler = async ({ exit, escape, hang }) => {
         if (exit) process.exit(3);
         if (escape) setTimeout(() => { throw new Error('escaped'); });
         if (hang || escape) await new Promise(() => {});
         return ++count; };`,
      { timeoutMs: 400 },
    );
    expect(await host.invoke('sample', {})).toBe(1);
    expect(await failureOf({ exit: true })).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 3'),
    });
    expect(await failureOf({ escape: true })).toMatchObject({ errorType: 'Error', errorMessage: 'escaped' });
    expect(await failureOf({ hang: true })).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('after 0.40 seconds'),
    });
    expect(await host.invoke('sample', {})).toBe(1);
  });

  it('reports a module that cannot be loaded', async () => {
    add('throw new Error("cannot start");');
    expect(await failureOf()).toMatchObject({ errorMessage: 'cannot start' });
  });

  it('refuses with 429 beyond reserved concurrency', async () => {
    add('export const handler = () => new Promise((r) => setTimeout(r, 100, "done"));', { concurrencyMax: 1 });
    const [first, second] = await Promise.allSettled([host.invoke('sample', {}), host.invoke('sample', {})]);
    expect(first).toMatchObject({ status: 'fulfilled', value: 'done' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'TooManyRequestsException', status: 429 } });
    expect(await host.invoke('sample', {})).toBe('done');
  });

  it('tries an asynchronous event three times and then lets it go', async () => {
    add('console.log("tried"); export const handler = async () => { console.log("tried"); process.exit(1); };');
    host.invokeLater('sample', {});
    await expect.poll(() => host.busyCount(), { timeout: 10_000 }).toBe(0);
    expect(lines.filter((line) => line === 'tried')).toHaveLength(6);
  });

  it('keeps an asynchronous event that is throttled until there is a place', async () => {
    add('export const handler = () => new Promise((r) => setTimeout(() => { console.log("done"); r(); }, 100));', {
      concurrencyMax: 1,
    });
    for (let count = 0; count < 4; count += 1) host.invokeLater('sample', {});
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(4);
    await expect.poll(() => host.busyCount()).toBe(0);
  });

  it('ends an environment that nobody needs', async () => {
    await host.close();
    host = openLambdaHost({ clock, onLine: () => {}, idleMs: 20 });
    add('export const handler = async () => 1;');
    await host.invoke('sample', {});
    expect(host.processIds()).toHaveLength(1);
    await expect.poll(() => host.processIds().length).toBe(0);
    expect(await host.invoke('sample', {})).toBe(1);
  });

  it('kills the process of one invocation by its request id, which its trace carries', async () => {
    add(
      'export const handler = async () => { console.log(process.env._X_AMZN_TRACE_ID); await new Promise(() => {}); };',
    );
    const failure = failureOf();
    await expect.poll(() => lines.length).toBe(1);
    const requestId = requestIdFrom(lines[0]) ?? '';
    expect(traceIdFrom(requestId)).toBe(lines[0]);
    expect(host.functionOf(requestId)).toBe('sample');
    expect(host.killInvocation(requestId)).toBe(true);
    expect(await failure).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('SIGKILL'),
    });
    expect(host.killInvocation(requestId)).toBe(false);
  });

  it('leaves no process behind when it closes', async () => {
    add('export const handler = () => new Promise(() => {});');
    const failure = failureOf();
    await expect.poll(() => host.processIds().length).toBe(1);
    const [processId = 0] = host.processIds();
    await host.close();
    await failure;
    expect(() => process.kill(processId, 0)).toThrow('ESRCH');
  });
});
