import fs from 'node:fs';
import path from 'node:path';
import { openClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { isRecord, numberAt } from '../template/properties.ts';

/** Opens the clock whose offset is kept in the data folder: a restarted cloud does not fall back in time. */
export function openLastingClock(folder: string): Clock {
  const file = path.join(folder, 'clock.json');
  const stored: unknown = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const offsetMs = isRecord(stored) ? numberAt(stored, 'offsetMs', 0) : 0;
  return openClock(offsetMs, (next) => fs.writeFileSync(file, JSON.stringify({ offsetMs: next })));
}
