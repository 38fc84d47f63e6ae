import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Cloud } from '#local/cloud.ts';

/** Where the runs of one test command leave what their functions did, for the proof of permissions. */
export const journalFolder = path.resolve(import.meta.dirname, '../../node_modules/.cache/journal');

/** What one function did once or more: the proof needs no counts. */
export interface KeptEntry {
  functionName: string;
  action: string;
  resource: string;
  allowed: boolean;
}

interface KeptJournal {
  entries: KeptEntry[];
  /** Every function that was invoked, whether or not it called AWS. */
  invoked: string[];
}

/** Keeps which functions of a cloud ran, what they did and what they were refused, once each. */
export function keepJournal(cloud: Cloud): void {
  const kept = new Map<string, KeptEntry>();
  for (const { functionName, action, resource, allowed } of cloud.journal.since()) {
    if (functionName === undefined) continue;
    kept.set(`${functionName} ${action} ${resource} ${allowed}`, { functionName, action, resource, allowed });
  }
  const invoked = [...new Set(cloud.invocations.map(({ functionName }) => functionName))];
  const journal: KeptJournal = { entries: [...kept.values()], invoked };
  fs.mkdirSync(journalFolder, { recursive: true });
  fs.writeFileSync(path.join(journalFolder, `${randomUUID()}.json`), JSON.stringify(journal));
}

function keptJournals(): KeptJournal[] {
  if (!fs.existsSync(journalFolder)) return [];
  return fs
    .readdirSync(journalFolder)
    .map((name) => JSON.parse(fs.readFileSync(path.join(journalFolder, name), 'utf8')));
}

/** Everything that functions did in the clouds of this test command. */
export function keptEntries(): KeptEntry[] {
  return keptJournals().flatMap(({ entries }) => entries);
}

/** Names of all functions that ran in the clouds of this test command. */
export function invokedFunctions(): ReadonlySet<string> {
  return new Set(keptJournals().flatMap(({ invoked }) => invoked));
}
