import { jurisdictions, retentionYearsOf, type Jurisdiction } from '../jurisdictions/index.ts';
import { retentionClasses, type RetentionClass, type Span } from '../retention.ts';
import { yearsAfter } from '../years.ts';

const secondMilliseconds = 1000;
const dayMilliseconds = 86_400_000;

/** The moment from which a class is counted, and whose law says for how long. */
export interface Counting {
  /** When the anchor of the class happened. */
  anchoredAt: Date;
  jurisdiction: Jurisdiction;
}

/** When a retention class ends. From that very moment the data reads as absent, whatever is still stored. */
export function endOf(retention: RetentionClass, counting: Counting): Date {
  return endOfSpan(retentionClasses[retention].span, counting);
}

/** The oldest moment that a record can be of which the class has not ended by another moment: whatever is older has. */
export function beginOf(
  retention: RetentionClass,
  { endsAt, jurisdiction }: { endsAt: Date; jurisdiction: Jurisdiction },
): Date {
  const { span } = retentionClasses[retention];
  const years = yearsOf(span, jurisdiction);
  if (years === undefined) {
    const length = endOfSpan(span, { anchoredAt: endsAt, jurisdiction }).getTime() - endsAt.getTime();
    return new Date(endsAt.getTime() - length);
  }
  const begin = yearsAfter(endsAt, -years);
  // What began on a 29 February ends on a 1 March, like what began a day later.
  const dayBefore = new Date(begin.getTime() - dayMilliseconds);
  return yearsAfter(dayBefore, years) >= endsAt ? dayBefore : begin;
}

function yearsOf(span: Span, jurisdiction: Jurisdiction): number | undefined {
  if (span.kind === 'floor') return retentionYearsOf(jurisdiction).financial;
  if (span.kind === 'ceiling') return jurisdiction.retentionYears.ceiling.value;
  return span.kind === 'longest-floor' ? longestFloorYears() : undefined;
}

function endOfSpan(span: Span, counting: Counting): Date {
  const { anchoredAt, jurisdiction } = counting;
  const later = (milliseconds: number) => new Date(anchoredAt.getTime() + milliseconds);
  switch (span.kind) {
    case 'nothing':
      return anchoredAt;
    case 'seconds':
      return later(span.seconds * secondMilliseconds);
    case 'days':
      return later(span.days * dayMilliseconds);
    case 'last-of':
      return latest([later(span.daysMin * dayMilliseconds), ...span.classes.map((name) => endOf(name, counting))]);
    case 'floor':
    case 'ceiling':
    case 'longest-floor':
      return yearsAfter(anchoredAt, yearsOf(span, jurisdiction) ?? 0);
  }
}

const longestFloorYears = () =>
  Math.max(...Object.values(jurisdictions).map((jurisdiction) => retentionYearsOf(jurisdiction).financial));

const latest = (moments: readonly Date[]) => new Date(Math.max(...moments.map((moment) => moment.getTime())));
