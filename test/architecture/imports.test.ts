import { builtinModules } from 'node:module';
import { describe, expect, it } from 'vitest';
import { sourcesBelow, type Import, type Source } from './support/sources.ts';

/** What a folder may import besides its own files (design 2). */
interface Allowance {
  /** Folders of the house. */
  folders: readonly string[];
  /** Packages by name; a name that ends with `/` stands for everything in it. */
  packages: readonly string[];
  /** Whether Node's own modules are allowed. */
  node: boolean;
  /** Single files of other folders. */
  files?: readonly string[];
}

const allowances: Readonly<Record<string, Allowance>> = {
  bin: { folders: ['lib'], packages: ['aws-cdk-lib'], node: true },
  lib: { folders: ['catalogue'], packages: ['aws-cdk-lib', 'cdk-nag', 'constructs'], node: true, files: ['cdk.json'] },
  functions: {
    folders: ['catalogue', 'domain', 'stores'],
    packages: ['aws-lambda', 'zod'],
    node: true,
    files: ['docs/openapi.json'],
  },
  'functions/edge': {
    folders: ['catalogue', 'domain', 'stores'],
    packages: ['@middy/core', 'aws-lambda', 'cookie', 'zod'],
    node: true,
  },
  domain: { folders: ['catalogue'], packages: ['zod'], node: false },
  catalogue: { folders: [], packages: ['zod'], node: false },
  stores: {
    folders: ['catalogue', 'domain'],
    packages: [
      '@aws-sdk/',
      '@jsquash/jpeg',
      '@jsquash/png',
      '@simplewebauthn/server',
      'bowser',
      'otpauth',
      'yazl',
      'zod',
    ],
    node: true,
  },
  local: { folders: [], packages: ['jose', 'mailparser', 'esbuild'], node: true },
};

const nodeModules = new Set(builtinModules);

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function isAllowedPackage(specifier: string, { packages, node }: Allowance): boolean {
  const name = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || nodeModules.has(name)) return node && specifier.startsWith('node:');
  return packages.some((allowed) =>
    allowed.endsWith('/') ? specifier.startsWith(allowed) : packageOf(specifier) === allowed,
  );
}

/** The room of a file: its folder, or for functions the noun. */
const roomOf = (file: string) =>
  file
    .split('/')
    .slice(0, file.startsWith('functions/') ? 2 : 1)
    .join('/');

function isAllowed({ file }: Source, { specifier, target }: Import): boolean {
  const room = roomOf(file);
  const allowance = allowances[room] ?? allowances[room.split('/')[0] ?? ''];
  if (allowance === undefined) return true;
  if (target === undefined) return isAllowedPackage(specifier, allowance);
  const targetRoom = roomOf(target);
  if (targetRoom === room || allowance.files?.includes(target) === true) return true;
  if (room.startsWith('functions/') && targetRoom === 'functions/edge') return true;
  return allowance.folders.includes(targetRoom);
}

const violationsIn = (sources: readonly Source[]) =>
  sources.flatMap((source) =>
    source.imports
      .filter((each) => !isAllowed(source, each))
      .map(({ specifier }) => `${source.file} imports ${specifier}`),
  );

describe('the arrows of the house', () => {
  it.each(['bin', 'lib', 'functions', 'domain', 'catalogue', 'stores', 'local'])(
    '%s imports only what design 2 allows',
    (folder) => {
      const sources = sourcesBelow(folder);
      expect(sources.length).toBeGreaterThan(0);
      expect(violationsIn(sources)).toEqual([]);
    },
  );

  it('lib names functions by path and never imports them', () => {
    const imports = sourcesBelow('lib', 'bin').flatMap((source) => source.imports);
    expect(imports.filter(({ target }) => target?.startsWith('functions/'))).toEqual([]);
  });

  it('nothing of the product imports tests or tools', () => {
    const product = sourcesBelow('bin', 'lib', 'functions', 'domain', 'catalogue', 'stores', 'local', 'web');
    const wrong = product.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => /^(test|tools)\//.test(target ?? ''))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    // `bin` builds what it synthesises.
    expect(wrong.filter((each) => !each.startsWith('bin/'))).toEqual([]);
  });

  it('the web takes only types from functions, and only from contracts', () => {
    const wrong = sourcesBelow('web').flatMap(({ file, imports }) =>
      imports
        .filter(
          ({ target, typeOnly }) =>
            target?.startsWith('functions/') === true && !(typeOnly && target.endsWith('/contract.ts')),
        )
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the law itself', () => {
  const fake = (file: string, specifier: string, target?: string): string[] =>
    violationsIn([
      {
        file,
        text: '',
        comments: [],
        program: { type: 'Program', start: 0, end: 0 },
        imports: [{ specifier, target, typeOnly: false }],
      },
    ]);

  it.each([
    ['domain/a.ts', 'node:crypto', undefined],
    ['domain/a.ts', '@aws-sdk/client-kms', undefined],
    ['domain/a.ts', '#stores/ledger.ts', 'stores/ledger.ts'],
    ['catalogue/a.ts', '#domain/problem.ts', 'domain/problem.ts'],
    ['stores/a.ts', '#functions/edge/log.ts', 'functions/edge/log.ts'],
    ['functions/kyc/a.ts', '@middy/core', undefined],
    ['functions/kyc/a.ts', '@aws-sdk/client-s3', undefined],
    ['functions/kyc/a.ts', '../player/law.ts', 'functions/player/law.ts'],
    ['lib/a.ts', '#functions/player/law.ts', 'functions/player/law.ts'],
    ['local/a.ts', '#stores/ids.ts', 'stores/ids.ts'],
    ['stores/a.ts', 'crypto', undefined],
  ])('refuses %s importing %s', (...[file, specifier, target]) => {
    expect(fake(file, specifier, target)).toHaveLength(1);
  });

  it.each([
    ['domain/a.ts', '#catalogue/index.ts', 'catalogue/index.ts'],
    ['functions/kyc/a.ts', '#functions/edge/http.ts', 'functions/edge/http.ts'],
    ['functions/edge/a.ts', '@middy/core', undefined],
    ['stores/a.ts', '@aws-sdk/client-kms', undefined],
  ])('allows %s importing %s', (...[file, specifier, target]) => {
    expect(fake(file, specifier, target)).toEqual([]);
  });
});
