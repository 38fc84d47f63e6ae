import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeDocuments } from './docs/documents.ts';

const rootFolder = path.resolve(import.meta.dirname, '..');

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const documents = Object.entries(await makeDocuments());
const stale = documents.filter(([name, text]) => {
  const file = path.join(rootFolder, name);
  return !fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text;
});
if (values.check === true) {
  for (const [name] of stale) console.error(`${name} is not what its sources say: run npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) fs.writeFileSync(path.join(rootFolder, name), text);
  console.log(stale.length > 0 ? `Written: ${stale.map(([name]) => name).join(', ')}` : 'Everything is up to date.');
}
