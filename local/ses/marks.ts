import { AwsError } from '#local/aws-error.ts';
import type { Fate } from '#local/ses/address.ts';

/**
 * What a test wants to happen to mail for an address. `throttle` and `refuse` fail the call itself; `silence` delivers
 * and loses all events; the others are fates that SES tells of by events.
 */
export type MarkKind = 'throttle' | 'refuse' | 'silence' | Exclude<Fate, 'deliver'>;

/** Marks on addresses, laid by tests. They live as long as the process. */
export interface Marks {
  /** Marks an address for so many mails (for good by default). */
  set(address: string, kind: MarkKind, times?: number): void;
  clear(): void;
  /** Uses up one mail of the mark on an address. */
  take(address: string): MarkKind | undefined;
}

/** Opens an empty set of marks. */
export function openMarks(): Marks {
  const marks = new Map<string, { kind: MarkKind; left: number }>();
  return {
    set: (address, kind, times = Infinity) => void marks.set(address.toLowerCase(), { kind, left: times }),
    clear: () => marks.clear(),
    take(address) {
      const mark = marks.get(address.toLowerCase());
      if (mark === undefined || mark.left < 1) return undefined;
      mark.left -= 1;
      return mark.kind;
    },
  };
}

/** Fails a call as a mark demands it: TooManyRequestsException or MessageRejected. */
export function obeyMark(kind: MarkKind | undefined): void {
  if (kind === 'throttle') {
    throw new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', { status: 429 });
  }
  if (kind === 'refuse') throw new AwsError('MessageRejected', 'Email address is not verified.');
}
