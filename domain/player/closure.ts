import { yearsAfter } from '#catalogue/years.ts';
import { refused, type ChangeRecord, type Refused } from '../decision.ts';
import { obstaclesOf, type ObstacleCircumstances } from './closure-obstacles.ts';

/** What stands in the way of closing an account, or not. */
export interface ClosureCircumstances extends ObstacleCircumstances {
  accountState: 'open' | 'closing' | 'closed';
}

/** Refuses a closure that would leave money in between. The balance is paid out first; nothing is trapped. */
export function refuseClosure({
  accountState,
  balanceMinor,
  hasOpenDeposit,
}: ClosureCircumstances): Refused | undefined {
  if (accountState !== 'open') return refused('closure-blocked', { detail: 'The account is closing already.' });
  const [obstacle] = obstaclesOf({ balanceMinor, hasOpenDeposit });
  if (obstacle === 'balance') return refused('closure-blocked', { detail: 'Pay out the balance first.' });
  if (obstacle === 'open-deposit') return refused('closure-blocked', { detail: 'A deposit still awaits its payment.' });
  return undefined;
}

const dayMilliseconds = 86_400_000;

/** So long before the legal deadline an account closes at the latest: the time that a late queue or an outage may take. */
export const closureReserveHours = 24;

/**
 * When an account closes that was asked to be closed at a moment: after the days of grace, but a day before the legal
 * deadline at the latest, and never before it was asked.
 * @param graceDaysMax the days of grace that the region gives at most
 * @param deadline until when the law wants it done
 */
export function closesAtFor(
  requestedAt: Date,
  { graceDaysMax, deadline }: { graceDaysMax: number; deadline: Date },
): Date {
  const graceEnd = requestedAt.getTime() + graceDaysMax * dayMilliseconds;
  const latest = deadline.getTime() - closureReserveHours * 3_600_000;
  return new Date(Math.max(requestedAt.getTime(), Math.min(graceEnd, latest)));
}

/** What a closure looks like to whoever would undo it. */
export interface UndoCircumstances {
  accountState: 'open' | 'closing' | 'closed';
  /** RFC 3339; when the account closes. */
  closesAt?: string | undefined;
}

/** Refuses to undo what has not begun, or what can be stopped no more because its moment has come. */
export function refuseUndo({ accountState, closesAt }: UndoCircumstances, now: Date): Refused | undefined {
  if (accountState === 'open') return refused('closure-not-undoable', { detail: 'The account is not being closed.' });
  if (accountState === 'closing' && closesAt !== undefined && closesAt > now.toISOString()) return undefined;
  return refused('closure-not-undoable', { detail: 'The time for this has passed.' });
}

/** Whether an account is closed, or its moment of closing has come and nobody can undo it any more. */
export const isPastUndoing = ({ accountState, closesAt }: UndoCircumstances, now: Date): boolean =>
  accountState === 'closed' || (accountState === 'closing' && closesAt !== undefined && closesAt <= now.toISOString());

/** For how long after closure each retained class is kept, in years, as law and policy of the jurisdiction say. */
export interface RetentionYears {
  kyc: number;
  financial: number;
}

/** Classes of subject keys. */
export type RetainedClass = 'kyc' | 'financial' | 'contact';
type EndingClass = 'identity' | 'activity' | 'support';

/** With nothing else retained, the address is kept for so long that the closing mail can be sent and resent. */
const closingMailDays = 7;

/** The moments at which the keys of a closed account end. `classes` are those that exist. */
export function keyEndsAfterClosure(
  classes: readonly (RetainedClass | EndingClass)[],
  years: RetentionYears,
  closedAt: Date,
): Map<RetainedClass | EndingClass, Date> {
  const retained = { kyc: yearsAfter(closedAt, years.kyc), financial: yearsAfter(closedAt, years.financial) };
  const kept = classes.flatMap((name) => (name === 'kyc' || name === 'financial' ? [retained[name]] : []));
  const mail = new Date(closedAt.getTime() + closingMailDays * dayMilliseconds);
  const contact = kept.reduce((latest, end) => (end > latest ? end : latest), mail);
  const ends = { identity: closedAt, activity: closedAt, support: closedAt, contact, ...retained };
  return new Map(classes.map((name) => [name, ends[name]]));
}

const about = (playerId: string) => ({ noun: 'player', nounId: playerId, subjectId: playerId });

/** A player asked to close the account. */
export function closureRequested(playerId: string): ChangeRecord {
  return {
    audit: [{ action: 'closure-requested', ...about(playerId) }],
    events: [{ type: 'account-closing', subjectId: playerId }],
  };
}

/** A player thought better of it: the account stays open. */
export function closureUndone(playerId: string): ChangeRecord {
  return {
    audit: [{ action: 'closure-undone', ...about(playerId) }],
    events: [{ type: 'closure-undone', subjectId: playerId }],
  };
}

/** The account is closed: what is erased is unreadable from this moment. */
export function accountClosed(playerId: string): ChangeRecord {
  return {
    audit: [{ action: 'account-closed', ...about(playerId) }],
    events: [{ type: 'account-closed', subjectId: playerId }],
  };
}

/** A class of a person's data ended for good: its key, its rows and its documents are gone. */
export function classErased(playerId: string, keyClass: string): ChangeRecord {
  return { audit: [{ action: 'class-erased', ...about(playerId), context: { keyClass } }], events: [] };
}
