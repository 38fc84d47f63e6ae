import { jurisdictionOf, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import type { RecordClass, RecordKind } from '#catalogue/readers/record-kinds.ts';
import { retentionClasses } from '#catalogue/retention.ts';
import type { CatalogueLanguage } from '#catalogue/words.ts';
import { endOfRecords, type ClosingAccount } from './record-ends.ts';

/**
 * What happens to records of a kind when the account is closed: erased at once or soon after, kept apart from everything
 * else until a date because of a law or a duty, or left without the person.
 */
export type Treatment = 'erase' | 'restrict' | 'anonymise';

/** The law that sets the years of a class, as it is cited. */
export interface RetentionLaw {
  years: number;
  citation: string;
}

/** One kind of record in the plan, in one language. */
export interface PlannedKind {
  kind: RecordClass;
  title: string;
  /** What is in it. */
  what: string[];
  treatment: Treatment;
  /** RFC 3339; from when it is gone, or names nobody any more, at the latest. */
  endsAt: string;
  /** Why it is kept, or how it loses the person; null where it is erased. */
  because: string | null;
  law: RetentionLaw | null;
}

const treatments: Readonly<Record<RecordKind['action'], Treatment>> = {
  delete: 'erase',
  keep: 'restrict',
  anonymise: 'anonymise',
};

/** The law behind a class whose years it sets; the citation is what stands before the explanation in the source. */
export function lawOf(retention: RecordClass, jurisdictionCode: string): RetentionLaw | null {
  if (retentionClasses[retention].span.kind !== 'floor') return null;
  const jurisdiction = jurisdictionOf(jurisdictionCode);
  const { source } = jurisdiction.retentionYears.floor;
  return { years: retentionYearsOf(jurisdiction).financial, citation: source.split(':')[0] ?? source };
}

/** The plan of a closure: every kind of record once, what is erased first, what is kept longest last (C49-C51, C59). */
export function closurePlan(
  kinds: readonly RecordKind[],
  account: ClosingAccount,
  language: CatalogueLanguage,
): PlannedKind[] {
  const order: readonly Treatment[] = ['erase', 'restrict', 'anonymise'];
  return kinds
    .map((kind) => ({
      kind: kind.retention,
      title: kind.title[language],
      what: kind.what.map((words) => words[language]),
      treatment: treatments[kind.action],
      endsAt: endOfRecords(kind, account).toISOString(),
      because: kind.because?.[language] ?? null,
      law: kind.action === 'delete' ? null : lawOf(kind.retention, account.jurisdiction),
    }))
    .toSorted(
      (one, other) =>
        order.indexOf(one.treatment) - order.indexOf(other.treatment) || one.endsAt.localeCompare(other.endsAt),
    );
}
