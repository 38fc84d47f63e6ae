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

/** Keeps what the functions of a cloud did and were refused, once each. */
export function keepJournal(cloud: Cloud): void {
  const kept = new Map<string, KeptEntry>();
  for (const { functionName, action, resource, allowed } of cloud.journal.since()) {
    if (functionName === undefined) continue;
    kept.set(`${functionName} ${action} ${resource} ${allowed}`, { functionName, action, resource, allowed });
  }
  fs.mkdirSync(journalFolder, { recursive: true });
  fs.writeFileSync(path.join(journalFolder, `${randomUUID()}.json`), JSON.stringify([...kept.values()]));
}
