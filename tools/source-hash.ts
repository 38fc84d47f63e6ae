import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

function filesUnder(rootFolder: string, name: string): string[] {
  const absolute = path.join(rootFolder, name);
  const found = fs.statSync(absolute, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [name];
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(rootFolder, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

/**
 * Hash of the content and the names of files: the same for the same sources, another for any change. `names` are files
 * or folders below the root; one that does not exist counts as empty. Answers 16 hexadecimal characters.
 */
export function hashOfSources(rootFolder: string, names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of names.flatMap((name) => filesUnder(rootFolder, name))) {
    const content = fs.readFileSync(path.join(rootFolder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
