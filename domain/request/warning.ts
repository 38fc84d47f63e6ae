import { aboutRequest, type DataRequest } from './request.ts';
import type { ChangeRecord } from '../decision.ts';
import { confirmableUntil } from './receipt.ts';
import { isAnswered } from './states.ts';

/** At which percent of its time a request is warned about; at 100 it is overdue. */
export const warningPercents = [50, 75, 90, 100] as const;

/** A percent at which somebody is warned. */
export type WarningPercent = (typeof warningPercents)[number];

/** How a deadline stands. */
export type DueFlag = 'on-track' | 'due-soon' | 'overdue';

/** A moment at which something about a request must happen. */
export type RequestStep = { kind: 'warning'; percent: WarningPercent; dueAt: string } | { kind: 'expiry' };

/** A step with its moment. */
export interface TimedStep {
  at: Date;
  step: RequestStep;
}

/** When a deadline has run by so many percent. */
export function warnedAt({ receivedAt, dueAt }: Pick<DataRequest, 'receivedAt' | 'dueAt'>, percent: number): Date {
  const [from, to] = [Date.parse(receivedAt), Date.parse(dueAt)];
  return new Date(from + Math.ceil(((to - from) * percent) / 100));
}

/** How a deadline stands at a moment: due soon from three quarters of its time on. */
export function dueFlagOf(request: Pick<DataRequest, 'receivedAt' | 'dueAt'>, now: Date): DueFlag {
  if (now >= new Date(request.dueAt)) return 'overdue';
  return now >= warnedAt(request, 75) ? 'due-soon' : 'on-track';
}

/** A step that has passed already comes this much after it was listed: never into a month that a sweep has just left. */
const afterListingMilliseconds = 60_000;

/** The warnings of a request as its deadline stands now; none is left out because its moment has passed. */
export function warningsOf(request: DataRequest, now: Date): TimedStep[] {
  const soonest = now.getTime() + afterListingMilliseconds;
  return warningPercents.map((percent) => ({
    at: new Date(Math.max(warnedAt(request, percent).getTime(), soonest)),
    step: { kind: 'warning', percent, dueAt: request.dueAt },
  }));
}

/** Everything that will fall due about a request that was just written down. */
export function stepsOf(request: DataRequest, now: Date): TimedStep[] {
  if (isAnswered(request.state)) return [];
  const expiry: TimedStep = { at: confirmableUntil(request), step: { kind: 'expiry' } };
  return [...warningsOf(request, now), ...(request.state === 'identity-pending' ? [expiry] : [])];
}

/** Writes a step as the detail of a due item. Warnings of one moment sort by their percent. */
export function writeStepDetail(ownPart: string, step: RequestStep): string {
  if (step.kind === 'expiry') return `${ownPart}.expiry`;
  return `${ownPart}.${String(step.percent).padStart(3, '0')}.${Date.parse(step.dueAt)}`;
}

const detailPattern = /^([0-9a-z]{26})\.(?:expiry|(\d{3})\.(\d+))$/;

/** Reads what `writeStepDetail` wrote. Throws for anything else. */
export function readStepDetail(detail: string): { ownPart: string; step: RequestStep } {
  const [, ownPart, percentText, dueText] = detailPattern.exec(detail) ?? [];
  if (ownPart === undefined) throw new Error('A due item of a request has no known detail');
  if (percentText === undefined) return { ownPart, step: { kind: 'expiry' } };
  const percent = warningPercents.find((known) => known === Number(percentText));
  if (percent === undefined) throw new Error('A due item of a request has no known percent');
  return { ownPart, step: { kind: 'warning', percent, dueAt: new Date(Number(dueText)).toISOString() } };
}

/**
 * Warns of a deadline once: undefined when the request was answered, when its deadline was moved, or when this much was
 * said before.
 */
export function warnOf(
  request: DataRequest,
  { percent, dueAt }: { percent: WarningPercent; dueAt: string },
): { request: DataRequest; record: ChangeRecord } | undefined {
  const isSaid = (request.warnedPercent ?? 0) >= percent;
  if (isAnswered(request.state) || request.dueAt !== dueAt || isSaid) return undefined;
  return {
    request: { ...request, version: request.version + 1, warnedPercent: percent },
    record: { audit: [{ action: 'request-warned', ...aboutRequest(request), context: { percent } }], events: [] },
  };
}
