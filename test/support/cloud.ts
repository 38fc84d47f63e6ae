import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ScreeningSource } from '#lib/regions.ts';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';
import { keepJournal } from './journal.ts';

/** What the API answered. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or undefined for an empty body. Tests look into it, so its shape is theirs to assert. */
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** A request to the API as a client makes it. */
export interface ApiRequest {
  body?: unknown;
  /** Sent as it is instead of `body`. */
  rawBody?: string | Buffer;
  token?: string;
  headers?: Record<string, string>;
}

/** The local cloud, made from the templates, with what a journey needs to act in it. */
export interface TestCloud extends AsyncDisposable {
  cloud: Cloud;
  /** Calls the API over HTTP. */
  api(route: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** Waits until no message, stream record or invocation is under way. */
  settle(options?: { turnsToHidden?: boolean }): Promise<void>;
  /** Turns the clock forward. */
  turn(span: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
  /** The cloud's present. */
  now(): Date;
}

/** A copy of the templates in which the region compares players with another source. */
function assemblyWith(screening: ScreeningSource, assemblyFolder: string): string {
  const copy = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-')), path.basename(assemblyFolder));
  // Bundles lie beside the templates and are only read.
  for (const name of fs.readdirSync(path.dirname(assemblyFolder))) {
    const source = path.join(path.dirname(assemblyFolder), name);
    if (source === assemblyFolder) fs.cpSync(source, copy, { recursive: true });
    else fs.symlinkSync(source, path.join(path.dirname(copy), name));
  }
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const [before, after] = [{ kind: 'list' }, screening].map((source) =>
    escaped(`"screening":${JSON.stringify(source)}`),
  );
  const templates = fs.readdirSync(copy, { recursive: true, encoding: 'utf8' });
  for (const name of templates.filter((each) => each.endsWith('.template.json'))) {
    const file = path.join(copy, name);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll(before ?? '', after ?? ''));
  }
  return copy;
}

/**
 * Starts a fresh local cloud; `await using` stops it. Its journal is kept for the proof of permissions.
 * @param settings what this region has differently from the local stage
 */
export async function startTestCloud(settings: { screening?: ScreeningSource } = {}): Promise<TestCloud> {
  const { assemblyFolder } = await synthesiseLocal();
  const altered = settings.screening && assemblyWith(settings.screening, assemblyFolder);
  const cloud = await startCloud({ assemblyFolder: altered ?? assemblyFolder });
  return {
    cloud,
    api: (route, request = {}) => callApi(cloud.apiAddress, route, request),
    settle: (options = {}) => cloud.settle({ timeoutMs: 60_000, ...options }),
    turn: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) =>
      cloud.clock.turnBy((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000),
    now: () => new Date(cloud.clock.now()),
    async [Symbol.asyncDispose]() {
      keepJournal(cloud, assemblyFolder);
      await cloud.stop();
      if (altered !== undefined) fs.rmSync(path.dirname(altered), { recursive: true, force: true });
    },
  };
}

function bodyOf({ rawBody, body }: ApiRequest): string | Buffer | undefined {
  return rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
}

async function callApi(address: string, route: string, request: ApiRequest): Promise<ApiAnswer> {
  const [method, path] = route.split(' ');
  const body = bodyOf(request);
  const response = await fetch(`${address}${path}`, {
    method: method ?? 'GET',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
      ...request.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || undefined };
}
