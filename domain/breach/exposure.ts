import type { FieldName } from '#catalogue/index.ts';
import type { BreachScope } from './breach.ts';
import { exposableFields } from './exposable-fields.table.ts';
import type { HeldRecords, Period, RecordSource } from './held-records.ts';
import { holdingRuleOf } from './holding-rules.ts';

/** The time in which data could leak, both ends included. Moments are RFC 3339 in UTC with milliseconds. */
export interface ExposureWindow {
  from: string;
  to: string;
}

const beginningOfTime = new Date(0).toISOString();

/** The window of a breach. People named without one may have lost whatever they had until their list was begun. */
export function windowOf(scope: BreachScope, listBegunAt: string): ExposureWindow {
  return { from: scope.from ?? beginningOfTime, to: scope.to ?? listBegunAt };
}

const touches = ({ from, until }: Period, window: ExposureWindow): boolean =>
  from <= window.to && (until === undefined || until > window.from);

/** Which of the exposed fields a person had in the window, in the order of the catalogue. Empty: they are not told. */
export function fieldsExposedOf(
  records: HeldRecords,
  exposed: readonly FieldName[],
  window: ExposureWindow,
): FieldName[] {
  return exposableFields.filter(
    (field) =>
      exposed.includes(field) &&
      holdingRuleOf(field)
        ?.periods(records)
        .some((period) => touches(period, window)),
  );
}

/** What must be read of a person to know which of these fields they had. */
export function sourcesOf(exposed: readonly FieldName[]): ReadonlySet<RecordSource> {
  return new Set(exposed.flatMap((field) => holdingRuleOf(field)?.source ?? []));
}
