import { jurisdictionOf, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import type { KeyClass } from '#catalogue/key-classes.ts';
import { endOf } from '#catalogue/readers/class-end.ts';
import type { RecordClass, RecordKind } from '#catalogue/readers/record-kinds.ts';
import { keyEndsAfterClosure } from './closure.ts';

/** The account whose records end, and when it is closed. */
export interface ClosingAccount {
  /** ISO 3166-1 alpha-2. */
  jurisdiction: string;
  /** The subject keys that exist: what they do not seal is not there to be kept. */
  keyClasses: readonly KeyClass[];
  closedAt: Date;
}

/** Their rows are unreadable, and go, with the key of the account's activity. */
const endingWithAccount: ReadonlySet<RecordClass> = new Set([
  'identity',
  'activity',
  'support',
  'session',
  'login',
  'login-address',
]);

/**
 * When records of a kind are gone, or name nobody any more, at the latest: at the closure itself, when the key of their
 * class ends, or so long after the last of them as their class says (C49, C51).
 */
export function endOfRecords(
  { retention, action }: Pick<RecordKind, 'retention' | 'action'>,
  account: ClosingAccount,
): Date {
  const { closedAt } = account;
  const jurisdiction = jurisdictionOf(account.jurisdiction);
  // Whoever is found by an id alone is found until the last key that names them is gone.
  if (retention === 'contact' || (action === 'anonymise' && retention !== 'financial')) return contactEnd(account);
  if (endingWithAccount.has(retention)) return closedAt;
  return endOf(retention, { anchoredAt: closedAt, jurisdiction });
}

function contactEnd({ jurisdiction, keyClasses, closedAt }: ClosingAccount): Date {
  const years = retentionYearsOf(jurisdictionOf(jurisdiction));
  const classes = new Set<KeyClass>([...keyClasses, 'contact']);
  return keyEndsAfterClosure([...classes], years, closedAt).get('contact') ?? closedAt;
}
