import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { grantsOf, usesGrant } from './grants.ts';
import { scanLogs } from './log-scan.ts';

const cacheFolder = path.resolve(import.meta.dirname, '../../node_modules/.cache/journal');
const testFolder = path.resolve(import.meta.dirname, '..');

/** A permission that a function lacked while it ran. */
export interface KeptDenial {
  functionName: string;
  action: string;
  resource: string;
}

/** What the functions of one cloud did: the proof needs no counts. */
export interface KeptJournal {
  /** The test file that drove the cloud, below `test/`. */
  testFile: string;
  /** Names of the grants that were used, as `grantsOf` gives them. */
  used: string[];
  denied: KeptDenial[];
  /** Every function that was invoked, whether or not it called AWS. */
  invoked: string[];
  /** What was found in the logs that the functions left. */
  logs: ReturnType<typeof scanLogs>;
}

/** Journals count for the templates and bundles they were made with, and for no others. */
const folderOf = (assemblyFolder: string) => path.join(cacheFolder, path.basename(path.dirname(assemblyFolder)));

/** So many sets of templates are remembered; what older ones did proves nothing any more. */
const foldersMax = 5;

function forgetOldFolders(): void {
  const changedAt = (name: string) =>
    fs.statSync(path.join(cacheFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const old = fs
    .readdirSync(cacheFolder)
    .toSorted((left, right) => changedAt(right) - changedAt(left))
    .slice(foldersMax);
  for (const name of old) fs.rmSync(path.join(cacheFolder, name), { recursive: true, force: true });
}

const kept = new Map<string, number>();

/** A name of its own for each cloud of a test file; what an earlier run of the file left is forgotten. */
function fileFor(folder: string, testFile: string): string {
  const stem = testFile.replaceAll('/', '+');
  const number = kept.get(testFile) ?? 0;
  kept.set(testFile, number + 1);
  if (fs.mkdirSync(folder, { recursive: true }) !== undefined) forgetOldFolders();
  if (number === 0) {
    for (const name of fs.readdirSync(folder)) if (name.startsWith(`${stem}.`)) fs.rmSync(path.join(folder, name));
  }
  return path.join(folder, `${stem}.${number}.json`);
}

/** Keeps which functions of a cloud ran, which grants they used and what they were refused, once each. */
export function keepJournal(cloud: Cloud, assemblyFolder: string): void {
  const testFile = path.relative(testFolder, expect.getState().testPath ?? 'unknown');
  const entries = cloud.journal.since();
  const denied = new Map<string, KeptDenial>();
  for (const { functionName, requestId, action, resource, allowed } of entries) {
    // Without an invocation it is a test that signs with a function's credentials, to be refused on purpose.
    if (functionName === undefined || requestId === undefined || allowed) continue;
    denied.set(`${functionName} ${action} ${resource}`, { functionName, action, resource });
  }
  const unused = new Set(grantsOf(cloud.stage));
  const used: string[] = [];
  for (const entry of entries) {
    for (const grant of unused) {
      if (!usesGrant(grant, entry)) continue;
      unused.delete(grant);
      used.push(grant.name);
    }
  }
  const invoked = [...new Set(cloud.invocations.map(({ functionName }) => functionName))];
  const logs = scanLogs(cloud.logs);
  const journal: KeptJournal = { testFile, used, denied: [...denied.values()], invoked, logs };
  fs.writeFileSync(fileFor(folderOf(assemblyFolder), testFile), JSON.stringify(journal));
}

/**
 * What the journeys left for these templates. Throws an Error that names the journeys that did not run with them: half
 * a suite proves nothing.
 */
export function journalsOfWholeSuite(assemblyFolder: string, journeys: readonly string[]): KeptJournal[] {
  const folder = folderOf(assemblyFolder);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const journals: KeptJournal[] = names.map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
  const present = new Set(journals.map(({ testFile }) => testFile));
  const missing = journeys.filter((journey) => !present.has(journey));
  if (missing.length > 0) {
    throw new Error(
      `Only part of the suite ran, so that nothing is proved; run npm test. Missing: ${missing.join(', ')}`,
    );
  }
  return journals.filter(({ testFile }) => journeys.includes(testFile));
}

/** The journeys that drive a cloud of their own, below `test/`. */
export function journeysWithCloud(): string[] {
  const folder = path.join(testFolder, 'journeys');
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => fs.readFileSync(path.join(folder, name), 'utf8').includes('startTestCloud('))
    .map((name) => `journeys/${name}`);
}
