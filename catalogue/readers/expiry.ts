import { catalogue, type FieldName } from '../index.ts';
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
    case 'floor':
      return yearsAfter(anchoredAt, retentionYearsOf(jurisdiction).financial);
    case 'ceiling':
      return yearsAfter(anchoredAt, jurisdiction.retentionYears.ceiling.value);
    case 'longest-floor':
      return yearsAfter(anchoredAt, longestFloorYears());
    case 'last-of':
      return latest([later(span.daysMin * dayMilliseconds), ...span.classes.map((name) => endOf(name, counting))]);
  }
}

const longestFloorYears = () =>
  Math.max(...Object.values(jurisdictions).map((jurisdiction) => retentionYearsOf(jurisdiction).financial));

const latest = (moments: readonly Date[]) => new Date(Math.max(...moments.map((moment) => moment.getTime())));

/** Whether a field may still be read at a moment. At the end itself it may not: retention ends there. */
export function mayBeRead(field: FieldName, counting: Counting, now: Date): boolean {
  return now.getTime() < endOf(catalogue[field].retention, counting).getTime();
}
