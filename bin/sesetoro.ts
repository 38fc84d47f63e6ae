import path from 'node:path';
import { buildApp } from '#lib/app.ts';
import { bundledCode } from '#lib/bundled-code.ts';

// One stage per region and the local stage, from the bundles that `npm run bundle` makes, with every check.
const bundleFolder = path.resolve(import.meta.dirname, '../dist');
buildApp({ codeOf: bundledCode(bundleFolder), validates: true }).synth();
