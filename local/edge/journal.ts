import type { Need } from '../identity.ts';

/** One permission that a call was asked for, and whether it had it. */
export interface JournalEntry {
  /** Cloud time, in milliseconds since the epoch. */
  at: number;
  /** The calling function; absent for the operator and for unsigned callers. */
  functionName?: string;
  /** The invocation that made the call, where it is known. */
  requestId?: string;
  /** IAM action, for example `dynamodb:PutItem`. */
  action: string;
  /** ARN of what was reached for. */
  resource: string;
  allowed: boolean;
  /** Condition keys of the request, by which policies decided. */
  context?: Need['context'];
  /** Why it was refused, in the words of IAM. */
  reason?: string;
}

/** Every permission decision of the edge, in order. */
export interface Journal {
  record(entry: JournalEntry): void;
  /** A place in the journal, to read from later. */
  mark(): number;
  /** The entries from a mark on; all by default. */
  since(mark?: number): readonly JournalEntry[];
  /** Refused entries from a mark on. */
  denials(mark?: number): readonly JournalEntry[];
}

/** Opens an empty journal; it lives as long as the cloud runs. */
export function openJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    record: (entry) => void entries.push(entry),
    mark: () => entries.length,
    since: (mark = 0) => entries.slice(mark),
    denials: (mark = 0) => entries.slice(mark).filter(({ allowed }) => !allowed),
  };
}
