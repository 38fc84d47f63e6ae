import fs from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** Root of the repository. */
export const rootFolder = path.resolve(import.meta.dirname, '../../..');

/** A node of a syntax tree (ESTree with TypeScript), as far as laws look at it. */
export type SyntaxNode = { type: string; start: number; end: number } & Record<string, unknown>;

/** One import of a module. */
export interface Import {
  /** As written. Dynamic imports of computed names have the text of the expression. */
  specifier: string;
  /** Path below the root, if it is one of our files. */
  target: string | undefined;
  /** True if nothing of it exists at run time. */
  typeOnly: boolean;
}

/** One parsed source file. */
export interface Source {
  /** Path below the root. */
  file: string;
  text: string;
  imports: readonly Import[];
  program: SyntaxNode;
  comments: readonly { start: number; end: number; text: string }[];
}

/** The folders of the river and what stands beside it. */
export const houseFolders = [
  'bin',
  'catalogue',
  'domain',
  'functions',
  'lib',
  'local',
  'stores',
  'tools',
  'web',
] as const;

const neverRead = new Set(['node_modules', 'cdk.out', 'dist', '.local', '.git', 'coverage']);

/** Paths of all files below a folder, without what is installed or built. */
export function filesBelow(folder: string): string[] {
  const absolute = path.join(rootFolder, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs.readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (neverRead.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(name) : [name];
  });
}

/** Text of a file below the root. */
export function readText(file: string): string {
  return fs.readFileSync(path.join(rootFolder, file), 'utf8');
}

const known = new Map<string, Source>();

/** Every parsed TypeScript file below some folders. */
export function sourcesBelow(...folders: readonly string[]): Source[] {
  return folders.flatMap((folder) => filesBelow(folder).filter((file) => /\.tsx?$/.test(file))).map(parse);
}

function parse(file: string): Source {
  const present = known.get(file);
  if (present !== undefined) return present;
  const text = readText(file);
  const { module, program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`);
  const made = (specifier: string, typeOnly: boolean): Import => ({
    specifier,
    target: resolve(file, specifier),
    typeOnly,
  });
  const source: Source = {
    file,
    text,
    imports: [
      ...module.staticImports.map(({ moduleRequest, entries }) =>
        made(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType)),
      ),
      ...module.staticExports.flatMap(({ entries }) =>
        entries.flatMap(({ moduleRequest, isType }) =>
          moduleRequest === null ? [] : [made(moduleRequest.value, isType)],
        ),
      ),
      ...module.dynamicImports.map(({ moduleRequest }) =>
        made(text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"]|['"]$/g, ''), false),
      ),
    ],
    program: program as unknown as SyntaxNode,
    comments: comments.map(({ start, end, value }) => ({ start, end, text: value })),
  };
  known.set(file, source);
  return source;
}

function resolve(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Every node of a tree, from the outside in. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child);
  }
}

/** Text of a node. */
export function textOf(source: Source, node: SyntaxNode): string {
  return source.text.slice(node.start, node.end);
}

/** `file:line` of a node. */
export function placeOf(source: Source, node: { start: number }): string {
  return `${source.file}:${source.text.slice(0, node.start).split('\n').length}`;
}

/** A child node by the name of its member. */
export function childOf(node: SyntaxNode, member: string): SyntaxNode | undefined {
  const child = node[member];
  return isNode(child) ? child : undefined;
}

/** Child nodes of a list by the name of its member. */
export function childrenOf(node: SyntaxNode, member: string): SyntaxNode[] {
  const children = node[member];
  return Array.isArray(children) ? children.filter(isNode) : [];
}
