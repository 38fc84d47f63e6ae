import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import { compileSchedule, type NextFiring } from '#local/events/schedule-expression.ts';
import { waitUntil } from '#local/wait-until.ts';

/** A schedule as people see it. */
export interface ScheduleView {
  name: string;
  expression: string;
  /** Milliseconds since the epoch on the cloud's clock; undefined when it will not fire again. */
  nextAtMs: number | undefined;
}

interface Schedule extends ScheduleView {
  next: NextFiring;
  fire: () => Promise<void>;
}

/** The schedules of the cloud, fired by its clock. */
export interface Schedules {
  add(name: string, expression: string, fire: () => Promise<void>): void;
  /** Begins to fire. What came due while the cloud was down fires once. */
  start(): void;
  /** Fires a schedule by hand, now. Throws ResourceNotFoundException. */
  fire(name: string): Promise<void>;
  all(): ScheduleView[];
  close(): Promise<void>;
}

/** Remembers when each schedule fires next, so that restarts do not put off a long rate for ever. */
function openCalendar(database: DatabaseSync) {
  database.exec('CREATE TABLE IF NOT EXISTS schedules(name TEXT PRIMARY KEY, expression TEXT NOT NULL, nextAtMs REAL)');
  const select = database.prepare('SELECT nextAtMs FROM schedules WHERE name = ? AND expression = ?');
  const insert = database.prepare('INSERT OR REPLACE INTO schedules VALUES(?, ?, ?)');
  return {
    read(name: string, expression: string): number | undefined {
      const nextAtMs = select.get(name, expression)?.['nextAtMs'];
      return typeof nextAtMs === 'number' ? nextAtMs : undefined;
    },
    write: ({ name, expression, nextAtMs }: ScheduleView) => void insert.run(name, expression, nextAtMs ?? null),
  };
}

/** Opens the schedules on the bus's database. */
export function openSchedules(database: DatabaseSync, clock: Clock): Schedules {
  const calendar = openCalendar(database);
  const schedules = new Map<string, Schedule>();
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();

  /** A clock turned far fires each schedule once, not as often as it would have fired: sweeps need no more. */
  const fireDue = async (): Promise<void> => {
    const now = clock.now();
    for (const schedule of schedules.values()) {
      if (schedule.nextAtMs === undefined || schedule.nextAtMs > now) continue;
      schedule.nextAtMs = schedule.next(now);
      calendar.write(schedule);
      await schedule.fire();
    }
  };
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const nextAtMs = Math.min(...[...schedules.values()].map((schedule) => schedule.nextAtMs ?? Infinity));
      await waitUntil({ clock, untilMs: nextAtMs, signal: ending.signal });
      if (!ending.signal.aborted) await fireDue();
    }
  };
  return {
    add(name, expression, fire) {
      const next = compileSchedule(expression);
      const nextAtMs = calendar.read(name, expression) ?? next(clock.now());
      const schedule = { name, expression, next, fire, nextAtMs };
      calendar.write(schedule);
      schedules.set(name, schedule);
    },
    start() {
      running = run();
    },
    async fire(name) {
      const schedule = schedules.get(name);
      if (schedule === undefined) throw new AwsError('ResourceNotFoundException', `No schedule is named ${name}`);
      await schedule.fire();
    },
    all: () => [...schedules.values()].map(({ name, expression, nextAtMs }) => ({ name, expression, nextAtMs })),
    async close() {
      ending.abort();
      await running;
    },
  };
}
