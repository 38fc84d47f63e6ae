import type { AuditEntry, DomainEvent } from '../decision.ts';
import type { ConsentLanguage, ConsentPurpose } from './consent-text.ts';

/** Ways to reach a person; each is agreed to by itself. */
export const consentChannels = ['email', 'sms'] as const;

/** A way to reach a person. */
export type ConsentChannel = (typeof consentChannels)[number];

/** Where a change of consent came from. */
export const consentSources = ['privacy-centre', 'unsubscribe-link', 'one-click'] as const;

/** Where a change of consent came from. */
export type ConsentSource = (typeof consentSources)[number];

/** The text that a player saw when they agreed. */
export interface ShownText {
  /** SHA-256 of its UTF-8 bytes, hex. */
  textHash: string;
  textVersion: number;
  language: ConsentLanguage;
}

/** One decision of a player about one purpose and channel: a row of the ledger, and the state until the next one. */
export interface ConsentRow {
  purpose: ConsentPurpose;
  channel: ConsentChannel;
  decision: 'granted' | 'withdrawn';
  /** RFC 3339, UTC. Never before the row that it follows, so that times tell the order. */
  changedAt: string;
  /** Counts the rows of this purpose and channel up from 1. */
  position: number;
  source: ConsentSource;
  /** What was agreed to; of a withdrawal, what had been. Absent where nobody ever agreed. */
  shown?: ShownText | undefined;
}

/** What a player wants of a purpose: the channels that they agree to, all others being withdrawn. */
export interface ConsentWish {
  purpose: ConsentPurpose;
  channels: readonly ConsentChannel[];
  /** Channels that it speaks of; all by default. */
  about?: readonly ConsentChannel[];
  /** The current text, where something is agreed to. */
  shown?: ShownText | undefined;
  source: ConsentSource;
}

/** Whether somebody may be reached for a purpose: only a row that says so allows it (C39). */
export const isGranted = (row: ConsentRow | undefined): boolean => row?.decision === 'granted';

const millisecond = 1;

function timeAfter(before: ConsentRow | undefined, now: Date): string {
  const earliest = before === undefined ? 0 : Date.parse(before.changedAt) + millisecond;
  return new Date(Math.max(now.getTime(), earliest)).toISOString();
}

function isAsWished(before: ConsentRow | undefined, wished: ConsentRow): boolean {
  if (before?.decision !== wished.decision) return false;
  return wished.decision === 'withdrawn' || before.shown?.textHash === wished.shown?.textHash;
}

/**
 * The rows that a wish adds to the ledger; none where everything is so already. A withdrawal is written down even where
 * nobody ever agreed: it is an objection (GDPR art. 21(2)), which is honoured at once (C61).
 */
export function rowsFor(wish: ConsentWish, current: readonly ConsentRow[], now: Date): ConsentRow[] {
  const { purpose, source } = wish;
  return (wish.about ?? consentChannels).flatMap((channel) => {
    const before = current.find((row) => row.channel === channel);
    const granted = wish.channels.includes(channel);
    // Not to choose a channel says nothing new about it; to withdraw the purpose says it about every channel.
    if (!granted && before === undefined && wish.channels.length > 0) return [];
    const row: ConsentRow = {
      purpose,
      channel,
      decision: granted ? 'granted' : 'withdrawn',
      changedAt: timeAfter(before, now),
      position: (before?.position ?? 0) + 1,
      source,
      shown: granted ? wish.shown : before?.shown,
    };
    return isAsWished(before, row) ? [] : [row];
  });
}

const daySeconds = 86_400;
/** A mailed link must work for long after the mail (30 days: 16 CFR 316.5; 60 days: mail programs' demands). */
const unsubscribingDays = 90;

/** Until when a link of a marketing mail ends the consent, in seconds since 1970. */
export const endSecondsOfUnsubscribing = (now: Date): number =>
  Math.floor(now.getTime() / 1000) + unsubscribingDays * daySeconds;

/**
 * What is announced of rows: the first consent to mail, to the owner of the address. Not what follows an objection, so
 * that nobody can be sent one mail after another by a button.
 */
export const consentEvents = (playerId: string, rows: readonly ConsentRow[]): DomainEvent[] =>
  rows
    .filter((row) => isGranted(row) && row.channel === 'email' && row.position === 1)
    .map(({ purpose }) => ({ type: 'marketing-agreed', subjectId: playerId, context: { purpose } }));

/** What is written down beside a row. */
export function consentAudit(playerId: string, row: ConsentRow): AuditEntry {
  const { purpose, channel, decision, source, position } = row;
  return {
    action: `consent-${decision}`,
    noun: 'consent',
    nounId: playerId,
    subjectId: playerId,
    context: { purpose, channel, source, position },
  };
}
