import * as z from 'zod';
import { consentPurposes } from '#domain/consent/consent-text.ts';
import { consentChannels, consentSources } from '#domain/consent/consent.ts';
import { auditRowsSince } from './audit-rows.ts';
import { erasuresSince } from './erasures.ts';
import type { Replay } from './ledger.ts';

const withdrawalSchema = z.object({
  subjectId: z.string(),
  at: z.string(),
  context: z.object({
    purpose: z.enum(consentPurposes),
    channel: z.enum(consentChannels),
    source: z.enum(consentSources),
    position: z.int(),
  }),
});

/** A consent that was withdrawn, as its audit row says. */
export type Withdrawal = z.infer<typeof withdrawalSchema>;

const placeOf = ({ subjectId, context: { purpose, channel } }: Withdrawal) => `${subjectId}|${purpose}|${channel}`;

/**
 * The last withdrawal since the restored moment of each person, purpose and channel. A consent that was given after it is
 * not in evidence with the text that was shown, and is not given again: who wants mail agrees once more. Nothing of closed
 * accounts, to which nothing is sent.
 */
export async function withdrawalsSince(replay: Replay): Promise<Withdrawal[]> {
  const closedIds = new Set((await erasuresSince(replay)).map(({ subjectId }) => subjectId));
  const last = new Map<string, Withdrawal>();
  for await (const page of auditRowsSince(replay, ['consent-withdrawn'], replay.at)) {
    for (const withdrawal of z.array(withdrawalSchema).parse(page)) {
      const before = last.get(placeOf(withdrawal));
      if (closedIds.has(withdrawal.subjectId)) continue;
      if ((before?.context.position ?? 0) < withdrawal.context.position) last.set(placeOf(withdrawal), withdrawal);
    }
  }
  return [...last.values()];
}
