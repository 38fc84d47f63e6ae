import type { KeyClass } from '#catalogue/key-classes.ts';

/** Which class of data a row of a person belongs to: it may be removed when that class has ended. */
export function classOfRow(
  table: 'players' | 'consents' | 'sessions' | 'activity' | 'kyc' | 'payments' | 'requests',
  sortKey: string,
): KeyClass {
  if (table === 'players') return sortKey === 'wallet' ? 'financial' : 'contact';
  // Consent must be provable for as long as anything of the person is held (GDPR art. 7(1); UU 27/2022 art. 24).
  if (table === 'consents') return 'contact';
  if (table === 'sessions' || table === 'activity') return 'activity';
  if (table === 'requests') return 'support';
  return table === 'kyc' ? 'kyc' : 'financial';
}
