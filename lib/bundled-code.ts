import { Code } from 'aws-cdk-lib/aws-lambda';
import fs from 'node:fs';
import path from 'node:path';

/** Takes the code of functions from a folder of bundles. Throws an Error for an entry that is not bundled. */
export function bundledCode(bundleFolder: string): (entry: string) => Code {
  return (entry) => {
    const folder = path.join(bundleFolder, entry);
    if (!fs.existsSync(path.join(folder, 'index.mjs'))) throw new Error(`${entry} is not bundled: npm run bundle`);
    return Code.fromAsset(folder);
  };
}
