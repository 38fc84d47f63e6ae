import fs from 'node:fs';
import { parseSync } from 'vite';

/** Names that a module exports as values or types; empty when the file does not exist. Throws on a syntax error. */
export function exportedNamesOf(file: string): ReadonlySet<string> {
  if (!fs.existsSync(file)) return new Set();
  const { module, errors } = parseSync(file, fs.readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`);
  const names = module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name));
  return new Set(names.filter((name) => name !== null));
}
