import type { EventType } from './notification/event-type.ts';
import type { ProblemSlug, RuleBreach } from './problem.ts';

/** What is written down about a change: who did it and when are added by the ledger. */
export interface AuditEntry {
  /** Past-tense code such as `deposit-confirmed`. */
  action: string;
  /** The business noun that changed, such as `deposit`. */
  noun: string;
  /** Opaque id of what changed. */
  nounId: string;
  /** The person whose data changed, if any. */
  subjectId?: string;
  /** Opaque ids and coded states only, never a personal value. */
  context?: Readonly<Record<string, string | number>>;
}

/** Something that happened and that others may want to hear of. Carries ids only. */
export interface DomainEvent {
  type: EventType;
  subjectId: string;
  /** The record the event is about. */
  recordId?: string;
  /** Opaque ids and coded states only, never a personal value. */
  context?: Readonly<Record<string, string>>;
}

/** What is written down and announced beside a change. */
export interface ChangeRecord {
  audit: readonly AuditEntry[];
  events: readonly DomainEvent[];
}

/** A command that the rules allow, with what must be written beside the changes. */
export interface Accepted<Result> extends ChangeRecord {
  outcome: 'accepted';
  result: Result;
}

/** A command that the rules refuse: an expected answer, not an error. */
export interface Refused {
  outcome: 'refused';
  problem: ProblemSlug;
  /** A sentence for the caller; never quotes input. */
  detail?: string;
  errors?: readonly RuleBreach[];
  /** When the caller may try again. */
  retryAfterSeconds?: number;
}

/** What a pure rule answers. */
export type Decision<Result> = Accepted<Result> | Refused;

/** Accepts a command. */
export function accepted<Result>(
  result: Result,
  record: { audit: readonly AuditEntry[]; events?: readonly DomainEvent[] },
): Accepted<Result> {
  return { outcome: 'accepted', result, audit: record.audit, events: record.events ?? [] };
}

/** Refuses a command with the slug of its problem. */
export function refused(problem: ProblemSlug, explanation: Omit<Refused, 'outcome' | 'problem'> = {}): Refused {
  const { detail, errors, retryAfterSeconds } = explanation;
  return {
    outcome: 'refused',
    problem,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
