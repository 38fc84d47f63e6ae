import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import type { KeyClass } from '#catalogue/key-classes.ts';
import { beginOf } from '#catalogue/readers/class-end.ts';
import type { RecordClass, RecordKind } from '#catalogue/readers/record-kinds.ts';
import { anchorWords, retentionClasses } from '#catalogue/retention.ts';
import type { CatalogueLanguage } from '#catalogue/words.ts';
import { lawOf, type RetentionLaw } from './closure-plan.ts';
import { endOfRecords } from './record-ends.ts';

/** What decides how long the records of a player are held. */
export interface HeldAccount {
  /** ISO 3166-1 alpha-2. */
  jurisdiction: string;
  /** RFC 3339. */
  registeredAt: string;
  /** RFC 3339; when the account closes, where it is closing. */
  closesAt?: string | undefined;
  keyClasses: readonly KeyClass[];
  /** RFC 3339; since when there are records of the identity check and of deposits. */
  identityCheckSince?: string | undefined;
  depositsSince?: string | undefined;
}

/** One kind of record that is held, in one language. */
export interface HeldKind {
  kind: RecordClass;
  title: string;
  what: string[];
  /** RFC 3339; nothing of it is older. Null where nothing is held. */
  since: string | null;
  /** RFC 3339; null while what starts the clock has not happened, or happens anew with every record. */
  until: string | null;
  /** What starts the clock, and for how long it runs. */
  clock: { startsWith: string; lasts: string };
  why: { purpose: string; ground: string }[];
  /** Why it outlives the account; null where it does not. */
  because: string | null;
  law: RetentionLaw | null;
}

/** What is held of a player: since when, until when or what starts the clock, and why (C8, C47, C50). */
export function retentionView(
  kinds: readonly RecordKind[],
  account: HeldAccount,
  { language, now }: { language: CatalogueLanguage; now: Date },
): HeldKind[] {
  return kinds.map((kind) => {
    const { anchor, label } = retentionClasses[kind.retention];
    return {
      kind: kind.retention,
      title: kind.title[language],
      what: kind.what.map((words) => words[language]),
      since: sinceOf(kind, account, now),
      until: untilOf(kind, account),
      clock: { startsWith: anchorWords[anchor][language], lasts: label[language] },
      why: kind.uses.map(({ purpose, ground }) => ({ purpose: purpose[language], ground: ground[language] })),
      because: kind.action === 'keep' ? (kind.because?.[language] ?? null) : null,
      law: kind.action === 'delete' ? null : lawOf(kind.retention, account.jurisdiction),
    };
  });
}

function sinceOf({ retention, action }: RecordKind, account: HeldAccount, now: Date): string | null {
  const { registeredAt, jurisdiction } = account;
  if (retention === 'kyc') return account.identityCheckSince ?? null;
  // The wallet, whose link is what is anonymised, is as old as the account.
  if (retention === 'financial') return action === 'keep' ? (account.depositsSince ?? null) : registeredAt;
  if (retentionClasses[retention].anchor === 'account-closed') return registeredAt;
  const oldest = beginOf(retention, { endsAt: now, jurisdiction: jurisdictionOf(jurisdiction) }).toISOString();
  return oldest > registeredAt ? oldest : registeredAt;
}

function untilOf(kind: RecordKind, { jurisdiction, keyClasses, closesAt }: HeldAccount): string | null {
  if (closesAt === undefined) return null;
  return endOfRecords(kind, { jurisdiction, keyClasses, closedAt: new Date(closesAt) }).toISOString();
}
