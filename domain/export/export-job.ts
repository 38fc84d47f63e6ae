import { sourceNames, type ExportSource } from './sources.ts';

/** Where a copy stands. `failed` was never delivered; `cancelled` and `destroyed` have nothing left to deliver. */
export const exportStates = ['collecting', 'packing', 'ready', 'failed', 'cancelled', 'destroyed'] as const;

/** State of a copy. */
export type ExportState = (typeof exportStates)[number];

/** What became of one source. */
export interface SourceProgress {
  state: 'pending' | 'done' | 'empty' | 'failed';
  /** Records in the copy. */
  records: number;
  /** Rows that were read, those left out by law among them: what a second count must come to. */
  rows: number;
  pages: number;
  /** Times that it was begun. */
  attempts: number;
}

/** A copy of everything that is held about one player: a job, worked page by page. */
export interface ExportJob {
  exportId: string;
  playerId: string;
  state: ExportState;
  /** When it was asked for, and as of when it is: RFC 3339. */
  startedAt: string;
  beatAt: string;
  /** Counts the steps done: whoever finishes one names the count that they began with. */
  pagesDone: number;
  /** Where the next page of the source under way begins. */
  cursor?: string | undefined;
  sources: Readonly<Record<ExportSource, SourceProgress>>;
  readyAt?: string | undefined;
  destroyAt?: string | undefined;
  packageBytes?: number | undefined;
  /** SHA-256 of the package, hex. */
  packageHash?: string | undefined;
  downloadCount: number;
}

/** A source whose counts differ is read again so often, then the copy has failed. */
export const sourceAttemptsMax = 3;
/** A package is destroyed so many days after it was ready. */
export const packageDays = 7;
/** Copies that may be asked for in 24 hours. */
export const exportsPerDay = 3;
/** Downloads of one copy. */
export const downloadsMax = 10;
/** A change to how somebody signs in holds a copy back so long: a copy is the best loot of a stolen account. */
export const holdHours = 24;
/** A link to a package lives so long. */
export const packageLinkSeconds = 60;
/** A copy without a sign of life for so long is taken up again: longer than a worker may run. */
export const silenceMilliseconds = 10 * 60_000;

const untouched: SourceProgress = { state: 'pending', records: 0, rows: 0, pages: 0, attempts: 0 };

/** A copy that begins now. */
export function newExport(exportId: string, playerId: string, now: Date): ExportJob {
  const at = now.toISOString();
  const sources = Object.fromEntries(sourceNames.map((name) => [name, untouched])) as ExportJob['sources'];
  return {
    exportId,
    playerId,
    state: 'collecting',
    startedAt: at,
    beatAt: at,
    pagesDone: 0,
    sources,
    downloadCount: 0,
  };
}

/** The source that is under way; undefined when all are done. */
export const sourceUnderWay = ({ sources }: ExportJob): ExportSource | undefined =>
  sourceNames.find((name) => sources[name].state === 'pending');

const stepped = (job: ExportJob, now: Date): ExportJob => ({
  ...job,
  pagesDone: job.pagesDone + 1,
  beatAt: now.toISOString(),
});

const withSource = (job: ExportJob, name: ExportSource, progress: SourceProgress): ExportJob => ({
  ...job,
  sources: { ...job.sources, [name]: progress },
});

/** What one page of a source brought. */
export interface PageResult {
  source: ExportSource;
  records: number;
  rows: number;
  cursor: string | undefined;
}

/** The copy after a page; the source is still open, its counts are to be taken a second way. */
export function afterPage(job: ExportJob, page: PageResult, now: Date): ExportJob {
  const seen = job.sources[page.source];
  const progress = {
    ...seen,
    records: seen.records + page.records,
    rows: seen.rows + page.rows,
    pages: seen.pages + 1,
    attempts: Math.max(1, seen.attempts),
  };
  return { ...withSource(stepped(job, now), page.source, progress), cursor: page.cursor };
}

/** The copy after the last page of a source, by what a second count says; a count that differs begins the source again. */
export function afterCount(job: ExportJob, name: ExportSource, counted: number): ExportJob {
  const seen = job.sources[name];
  if (seen.rows === counted) return withSource(job, name, { ...seen, state: seen.records === 0 ? 'empty' : 'done' });
  if (seen.attempts < sourceAttemptsMax)
    return { ...withSource(job, name, { ...untouched, attempts: seen.attempts + 1 }), cursor: undefined };
  return { ...withSource(job, name, { ...seen, state: 'failed' }), state: 'failed' };
}

/** The copy once every source is done. Throws an Error when one is not: nothing incomplete is packed. */
export function packing(job: ExportJob, now: Date): ExportJob {
  const isComplete = sourceNames.every((name) => ['done', 'empty'].includes(job.sources[name].state));
  if (!isComplete) throw new Error('A copy is packed when all its sources are done');
  return { ...stepped(job, now), state: 'packing' };
}

/** The copy once its package lies in the bucket. */
export function ready(job: ExportJob, made: { bytes: number; hash: string }, now: Date): ExportJob {
  if (job.state !== 'packing') throw new Error('Only what was packed is ready');
  const destroyAt = new Date(now.getTime() + packageDays * 86_400_000).toISOString();
  return {
    ...stepped(job, now),
    state: 'ready',
    readyAt: now.toISOString(),
    destroyAt,
    packageBytes: made.bytes,
    packageHash: made.hash,
  };
}

/** The copy once nothing of it is left. */
export const ended = (job: ExportJob, state: 'cancelled' | 'destroyed' | 'failed', now: Date): ExportJob => ({
  ...stepped(job, now),
  state,
});

/** Whether somebody still works on a copy. */
export const isRunning = ({ state }: ExportJob): boolean => state === 'collecting' || state === 'packing';

/** Changes after which a copy is held back, by the action of their audit row. */
const changesOfSigningIn =
  /^(password-(changed|reset)|email-changed|email-change-reverted|phone-changed|phone-change-reverted|second-factor-(on|off)|factor-removal-approved)$/;

/** Until when a copy is held back, by what was done in the account lately; undefined when it is not. */
export function heldUntil(done: readonly { action: string; at: string }[], now: Date): Date | undefined {
  const last = done
    .filter(({ action }) => changesOfSigningIn.test(action))
    .map(({ at }) => Date.parse(at))
    .reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  const until = last + holdHours * 3_600_000;
  return until > now.getTime() ? new Date(until) : undefined;
}
