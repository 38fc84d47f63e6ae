import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { workers } from '#lib/workers.ts';
import { describeRoutes } from '#tools/docs/contracts.ts';
import { exportedNamesOf } from '#tools/exported-names.ts';
import { rootFolder, sourcesBelow } from './support/sources.ts';

const fileOf = (entry: string) => path.join(rootFolder, `${entry}.ts`);
const described = await describeRoutes(routes, rootFolder);
const tests = sourcesBelow('test').filter(({ file }) => /^test\/(functions|journeys|support)\//.test(file));

/** A route outside `/v1` is a page or the answer to everything else: it takes nothing. */
const takesCommands = (routePath: string) => routePath.startsWith('/v1/');

/** A call of a route as tests write it: `METHOD /path`, with anything where a parameter stands. */
function callPattern({ method, path: routePath }: { method: string; path: string }): RegExp {
  const literal = routePath.split(/\{\w+\}/).map((part) => part.replaceAll(/[.$]/g, '\\$&'));
  return new RegExp(`['"\`]${method} ${literal.join('[^/\\s]+')}(?=['"\`?])`);
}

const runsHandlerOf = ({ entry }: { entry: string }) =>
  tests.some(({ imports }) => imports.some(({ target }) => target === `${entry}.ts`));

const calls = (row: { method: string; path: string }) => tests.some(({ text }) => callPattern(row).test(text));

describe('every row', () => {
  const rows = [...routes, ...workers];

  it('has an entry that exports a handler', () => {
    const missing = rows
      .filter(({ entry }) => !exportedNamesOf(fileOf(entry)).has('handler'))
      .map(({ entry }) => entry);
    expect(missing).toEqual([]);
  });

  it('says in one sentence what a person loses when it fails', () => {
    for (const { errorImpact } of rows) expect(errorImpact).toMatch(/^[A-Z].*\.$/);
  });
});

describe('every route', () => {
  it('has a contract that names it', () => {
    const missing = described.filter(({ row, contract }) => takesCommands(row.path) && contract === undefined);
    expect(missing.map(({ row }) => `${row.method} ${row.path}`)).toEqual([]);
  });

  it('has a test that calls it or its handler', () => {
    expect(
      routes
        .filter((row) => row.path !== '$default' && !calls(row) && !runsHandlerOf(row))
        .map(({ method, path: at }) => `${method} ${at}`),
    ).toEqual([]);
  });

  it('says in its contract that it may ask for a step-up if, and only if, its row demands one', () => {
    const asking = described.filter(({ contract }) => contract?.refusals.includes('step-up-needed'));
    const demanding = described.filter(({ row }) => row.stepUp);
    expect(demanding.length).toBeGreaterThan(4);
    expect(asking.map(({ row }) => row.path)).toEqual(demanding.map(({ row }) => row.path));
    expect(demanding.every(({ row }) => row.caller === 'player')).toBe(true);
  });

  it('stands in the list once', () => {
    const names = routes.map(({ method, path: at }) => `${method} ${at}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('names roles if, and only if, staff call it', () => {
    for (const { caller, roles } of routes) expect((roles?.length ?? 0) > 0).toBe(caller === 'staff');
  });
});

describe('every contract', () => {
  const contracts = sourcesBelow('functions').filter(({ file }) => /[/-]contract\.ts$/.test(file));

  it('belongs to a route', () => {
    const known = new Set(routes.map(({ method, path: at }) => `${method} ${at}`));
    const orphans = contracts
      .filter(({ file }) => !file.startsWith('functions/edge/'))
      .flatMap(({ text }) => [...text.matchAll(/\broute: '([^']+)'/g)].flatMap(([, route]) => route ?? []))
      .filter((route) => !known.has(route));
    expect(orphans).toEqual([]);
  });

  it('is found on disk for every function folder that serves routes', () => {
    const folders = new Set(routes.filter((row) => takesCommands(row.path)).map(({ entry }) => path.dirname(entry)));
    expect([...folders].filter((folder) => !fs.existsSync(path.join(rootFolder, folder, 'contract.ts')))).toEqual([]);
  });
});
