import type { CatalogueDigest, DigestYears } from '#catalogue/readers/policy-digest.ts';
import type { Span } from '#catalogue/retention.ts';

const dayHours = 24;
const yearHours = 366 * dayHours;

/** Hours that a span is at most in one jurisdiction, counted with leap years: only ever compared with each other. */
function hoursOf(span: Span, { years, ofAll }: { years: DigestYears; ofAll: readonly DigestYears[] }): number {
  switch (span.kind) {
    case 'nothing':
      return 0;
    case 'seconds':
      return span.seconds / 3600;
    case 'days':
      return span.days * dayHours;
    case 'floor':
      return years.floor * yearHours;
    case 'ceiling':
      return years.ceiling * yearHours;
    case 'longest-floor':
      return Math.max(...ofAll.map(({ floor }) => floor)) * yearHours;
    case 'last-of':
      return Math.max(span.daysMin * dayHours, span.classes.length === 0 ? 0 : years.floor * yearHours);
  }
}

/** For how long a version keeps a class in one jurisdiction, and from when; undefined where it does not know one of them. */
function keptFor(
  { retention, years }: CatalogueDigest,
  className: string,
  jurisdiction: string,
): { anchor: string; hours: number } | undefined {
  const declared = retention[className];
  const ofJurisdiction = years[jurisdiction];
  if (declared === undefined || ofJurisdiction === undefined) return undefined;
  const hours = hoursOf(declared.span, { years: ofJurisdiction, ofAll: Object.values(years) });
  return { anchor: declared.anchor, hours };
}

/** How keeping changed between two versions. */
export type KeepingChange = 'longer' | 'shorter' | 'same';

/**
 * Compares how long something is kept, in every jurisdiction that both versions know: longer anywhere is longer. Spans
 * that are counted from different moments cannot be compared, so they count as longer.
 */
export function compareKeeping(
  before: { digest: CatalogueDigest; retention: string },
  after: { digest: CatalogueDigest; retention: string },
): KeepingChange {
  let result: KeepingChange = 'same';
  for (const jurisdiction of Object.keys(after.digest.years)) {
    if (before.digest.years[jurisdiction] === undefined) continue;
    const [was, is] = [before, after].map(({ digest, retention }) => keptFor(digest, retention, jurisdiction));
    if (was?.anchor !== is?.anchor || was === undefined || is === undefined || is.hours > was.hours) return 'longer';
    if (is.hours < was.hours) result = 'shorter';
  }
  return result;
}
