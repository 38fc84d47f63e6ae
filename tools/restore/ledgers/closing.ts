import { jurisdictionOf, retentionYearsOf } from '#catalogue/jurisdictions/index.ts';
import { keyClasses, type KeyClass } from '#catalogue/key-classes.ts';
import { keyEndsAfterClosure } from '#domain/player/closure.ts';

/** An account that was closed after the restored moment. */
export interface Closing {
  playerId: string;
  closedAt: Date;
  /** ISO 3166-1 code; undefined where no account was opened yet: then nothing is retained. */
  jurisdiction: string | undefined;
}

/** When what of a person ends, by class; undefined for a class that goes on. */
export type EndOfClass = (keyClass: KeyClass) => Date | undefined;

/** When the classes of a closed account end. How long the address is kept depends on which `classes` there are. */
export function endsOf({ closedAt, jurisdiction }: Closing, classes: readonly KeyClass[] = keyClasses): EndOfClass {
  if (jurisdiction === undefined) return () => closedAt;
  const ends = keyEndsAfterClosure(classes, retentionYearsOf(jurisdictionOf(jurisdiction)), closedAt);
  return (keyClass) => ends.get(keyClass) ?? closedAt;
}
