import { auditRowsSince } from './ledgers/audit-rows.ts';
import type { Replay } from './ledgers/ledger.ts';

/** What people did after the restored moment and will miss: support must expect them. By audit action. */
const missed = [
  'account-opened',
  'device-forgotten',
  'email-change-reverted',
  'email-changed',
  'phone-change-reverted',
  'phone-changed',
  'second-factor-off',
  'second-factor-on',
];

/** Counts what a restore of accounts took back, so that support can expect who asks. Ids stay in the table of evidence. */
export async function countMissed(replay: Replay): Promise<Record<string, number>> {
  const counts = Object.fromEntries(missed.map((action) => [action, 0]));
  for await (const page of auditRowsSince(replay, missed, replay.at)) {
    for (const { action } of page) counts[String(action)] = (counts[String(action)] ?? 0) + 1;
  }
  return counts;
}
