import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldWords } from '#catalogue/readers/words.table.ts';
import { bundle, entriesOfRows, type Bundle } from '#tools/bundle.ts';

const run = promisify(execFile);
const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundles-'));
const probe = 'test/tools/signing-probe';

afterAll(() => fs.rmSync(outFolder, { recursive: true, force: true }));

describe('bundling', () => {
  it('refuses when a row names a function that does not exist, and names it', async () => {
    await expect(bundle({ entries: ['functions/player/fly'], outFolder })).rejects.toThrow('functions/player/fly');
    expect(fs.readdirSync(outFolder)).toEqual([]);
  });
});

describe('bundles of functions', () => {
  let bundles: readonly Bundle[];
  beforeAll(async () => {
    bundles = await bundle({ entries: entriesOfRows(), outFolder });
  });

  /** What a function may weigh, by the heaviest client it needs, in KiB. */
  const budgets = [['@aws-sdk/client-s3', 650]] as const;
  const budgetOf = ({ modules }: Bundle) =>
    budgets.find(([client]) => modules.some((name) => name.includes(`node_modules/${client}/`)))?.[1] ?? 400;

  it('are one per entry', () => {
    expect(new Set(bundles.map(({ entry }) => entry))).toEqual(new Set(entriesOfRows()));
    for (const { entry } of bundles) expect(fs.existsSync(path.join(outFolder, entry, 'index.mjs')), entry).toBe(true);
  });

  it('stay within their budget of bytes', () => {
    const tooLarge = bundles.filter((each) => each.bytes > budgetOf(each) * 1024);
    expect(tooLarge.map(({ entry, bytes }) => `${entry}: ${Math.ceil(bytes / 1024)} KiB`)).toEqual([]);
  });

  it('hold no credential provider but that of the environment', () => {
    for (const { entry, modules } of bundles) {
      const others = modules.filter((name) => /node_modules\/@aws-sdk\/credential-provider-/.test(name));
      expect(others, entry).toEqual([]);
    }
  });

  it('hold no middy plugin, language of zod, infrastructure or local cloud', () => {
    for (const { entry, modules } of bundles) {
      const foreign = modules.filter(
        (name) =>
          /node_modules\/zod\/v4\/locales\/(?!en\.js|index\.js)/.test(name) ||
          /node_modules\/aws-cdk-lib\//.test(name) ||
          /^(lib|local|tools|test)\//.test(name),
      );
      expect(foreign, entry).toEqual([]);
    }
  });

  it('hold the declarations of fields only where the whole catalogue is shown', () => {
    const declaring = bundles.filter(({ modules }) => modules.some((name) => name.startsWith('catalogue/fields/')));
    expect(declaring.map(({ entry }) => entry).toSorted()).toEqual([
      'functions/policy/propose',
      'functions/policy/show-notice',
    ]);
  });

  it('hold the words of fields as data, worked out when they were built', () => {
    const { file } = bundles.find(({ entry }) => entry === 'functions/notification/send-breach-notice')!;
    const code = fs.readFileSync(file, 'utf8');
    expect([code.includes(fieldWords.passwordHash.label.id), code.includes('onErasure')]).toEqual([true, false]);
  });

  it('hold nothing that only a few of their calls load', () => {
    const rare = /node_modules\/(?:bowser|otpauth|@simplewebauthn)\/|breached-filter/;
    const holding = bundles.filter(({ modules }) => modules.some((name) => rare.test(name)));
    expect(holding.map(({ entry }) => entry)).toEqual([]);
    const beside = fs.readdirSync(path.join(outFolder, 'functions/session/prove-second'));
    expect(beside).toEqual(expect.arrayContaining(['bowser.mjs', 'otpauth.mjs', 'webauthn-library.mjs']));
  });

  it('hold no check of a string that nobody makes', () => {
    const withFormats = bundles.filter(({ file }) => fs.readFileSync(file, 'utf8').includes('slugify'));
    expect(withFormats.map(({ entry }) => entry)).toEqual([]);
  });
});

describe('a bundled function', () => {
  const requests: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request.headers);
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException' }));
  });
  beforeAll(async () => {
    await bundle({ entries: [probe], outFolder });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => server.close());

  /** Runs a line of code beside the bundle, with the environment that Lambda gives. */
  async function runBeside(code: string, environment: Record<string, string>): Promise<string> {
    const file = pathToFileURL(path.join(outFolder, probe, 'index.mjs')).href;
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', `const it = await import('${file}');${code}`],
      {
        env: { AWS_REGION: 'ap-southeast-3', ...environment },
      },
    );
    return stdout;
  }

  it('signs with the credentials of the environment, session token included', async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await runBeside('process.stdout.write(await it.handler())', {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAPROBE',
      AWS_SECRET_ACCESS_KEY: 'probe-secret',
      AWS_SESSION_TOKEN: 'probe-session',
    });
    expect(answer).toBe('ResourceNotFoundException');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.authorization).toContain('Credential=AKIAPROBE/');
    expect(requests[0]?.['x-amz-security-token']).toBe('probe-session');
  });

  it('makes no call without credentials', async () => {
    const before = requests.length;
    const { port } = server.address() as AddressInfo;
    const answer = await runBeside('process.stdout.write(await it.handler())', {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    });
    expect(answer).not.toBe('answered');
    expect(requests).toHaveLength(before);
  });

  it('does not load undici when it is imported', async () => {
    const loaded = await runBeside(
      "process.stdout.write(String(process.moduleLoadList.some((name) => name.includes('undici/undici'))))",
      {},
    );
    expect(loaded).toBe('false');
  });
});
