import type { ConsentPurpose } from '#domain/consent/consent-text.ts';
import { consentChannels, type ConsentRow } from '#domain/consent/consent.ts';

/** What a player decided about a purpose, channel by channel; to have said nothing is never consent. */
export function representConsent(purpose: ConsentPurpose, rows: readonly ConsentRow[]) {
  const channels = consentChannels.map((channel) => {
    const row = rows.find((each) => each.channel === channel);
    if (row === undefined) return { channel, state: 'never-given' as const };
    return { channel, state: row.decision, since: row.changedAt, textHash: row.shown?.textHash };
  });
  return { purpose, channels };
}
