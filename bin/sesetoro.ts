import { Code } from 'aws-cdk-lib/aws-lambda';
import fs from 'node:fs';
import path from 'node:path';
import { buildApp } from '#lib/app.ts';

const bundles = path.resolve(import.meta.dirname, '../dist');

/** The bundle of a function; `npm run bundle` makes them all. */
function codeOf(entry: string): Code {
  const folder = path.join(bundles, entry);
  if (!fs.existsSync(path.join(folder, 'index.mjs'))) throw new Error(`${entry} is not bundled: npm run bundle`);
  return Code.fromAsset(folder);
}

const app = buildApp({ codeOf, validates: true });
app.synth();
