import type { KeyClass } from '#catalogue/key-classes.ts';

/** Which class of data a row of a person belongs to: it may be removed when that class has ended. */
export function classOfRow(
  table: 'players' | 'sessions' | 'activity' | 'kyc' | 'payments' | 'requests',
  sortKey: string,
): KeyClass {
  if (table === 'players') return sortKey === 'wallet' ? 'financial' : 'contact';
  if (table === 'sessions' || table === 'activity') return 'activity';
  if (table === 'requests') return 'support';
  return table === 'kyc' ? 'kyc' : 'financial';
}
