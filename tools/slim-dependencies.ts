import fs from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { emptyOut } from './empty-out.ts';
import { webauthnRewrites } from './slim-webauthn.ts';

/** Root of the repository. */
const root = path.resolve(import.meta.dirname, '..');

/**
 * Writes the computed keys of the SDK's schemas out. `{ [_h]: ... }` may call `toString`, so esbuild keeps every
 * operation of a REST service with all that it refers to; `{ "http": ... }` can be left out when nobody uses it.
 */
function writeKeysOut(source: string): string {
  const texts = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name ?? '', text ?? '']),
  );
  return source.replaceAll(/\[(_\w+)\]:/g, (found, name: string) => (texts.has(name) ? `${texts.get(name)}:` : found));
}

/** Errors of services that our stores tell by their class; all others they tell by name. */
const errorsOfOurs = new Set(['NoSuchKey', 'TransactionCanceledException']);

/**
 * Leaves out the class of every error that a service may answer and nobody looks at. An error that is not registered
 * comes as the service's own exception with the same name and members.
 */
const leaveErrorsOut = (source: string): string =>
  source.replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (found, name: string) =>
    errorsOfOurs.has(name) ? found : '',
  );

/** Names of all methods that a text calls. */
const calledIn = (text: string) => [...text.matchAll(/\.(\w+)\(/g)].map(([, name]) => name ?? '');

/** Names of all methods that our own functions call somewhere. */
async function calledByUs(): Promise<ReadonlySet<string>> {
  const files = await Array.fromAsync(fs.promises.glob('{catalogue,domain,functions,stores}/**/*.ts', { cwd: root }));
  const texts = await Promise.all(files.map((file) => fs.promises.readFile(path.join(root, file), 'utf8')));
  return new Set(texts.flatMap(calledIn));
}

/**
 * Leaves out of zod's schemas the methods that nobody calls: each would bring its checks and formats along. A method is
 * kept when anything of ours or of zod's schemas calls one of its name.
 */
function leaveMethodsOut(source: string, called: ReadonlySet<string>): string {
  const kept = new Set([...called, ...[...source.matchAll(/this\.(\w+)\(/g)].map(([, name]) => name ?? '')]);
  const method = /^ {4}(?:async )?(\w+)(?:\(|: (?:async )?function )[^\n]*\{\n(?:(?: {8}[^\n]*)?\n)*? {4}\},\n/gm;
  return source.replaceAll(method, (found, name: string) => (kept.has(name) ? found : ''));
}

/** Imports zod's tools from where they are: as a member of another module they would all be kept. */
const nameUtilDirectly = (source: string): string =>
  source
    .replace('import { util } from "../core/index.js";', 'import * as util from "../core/util.js";')
    .replaceAll('core.util.', 'util.');

/** Keeps the version, which is all that a client reads of its own `package.json`. */
function keepVersion(source: string): string {
  const { version } = JSON.parse(source) as { version: string };
  return `export default ${JSON.stringify({ version })}`;
}

/**
 * Leaves out of functions what they never run: the SDK's operations that nobody calls, its event streams, zod's way
 * from schemas to JSON Schema, by which only the documents are written, and the certificates of passkeys.
 */
export const slimDependencies: Plugin = {
  name: 'slim-dependencies',
  async setup(esbuild) {
    const called = await calledByUs();
    const rewrite = (filter: RegExp, change: (source: string) => string) =>
      esbuild.onLoad({ filter }, async (file) => ({
        contents: change(await fs.promises.readFile(file.path, 'utf8')),
        loader: 'js',
      }));
    rewrite(/node_modules\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/, (source) =>
      writeKeysOut(leaveErrorsOut(source)),
    );
    rewrite(/node_modules\/@aws-sdk\/client-[\w-]+\/package\.json$/, keepVersion);
    rewrite(/node_modules\/@smithy\/core\/dist-es\/submodules\/event-streams\/EventStreamSerde\.js$/, emptyOut);
    rewrite(/node_modules\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/, emptyOut);
    rewrite(/node_modules\/zod\/v4\/classic\/schemas\.js$/, (source) =>
      leaveMethodsOut(nameUtilDirectly(source), called),
    );
    for (const { filter, change } of webauthnRewrites) rewrite(filter, change);
  },
};
