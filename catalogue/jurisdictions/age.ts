/** Making a format costs more than all else in a date; there are as many as the table of jurisdictions has time zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const year = { calendar: 'gregory', year: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, ...year, month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format;
}

/** The calendar date (ISO 8601) of a moment in a time zone (IANA name). */
export function calendarDateIn(timeZone: string, moment: Date): string {
  const parts = formatIn(timeZone).formatToParts(moment);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/**
 * Whole years of age on a calendar date. Dates compare as month and day, so that somebody born on 29 February turns a
 * year older on 1 March of a year without that day (design 8). Both dates in ISO 8601.
 */
export function ageInYears(birthDate: string, today: string): number {
  const [bornIn, birthday] = [Number(birthDate.slice(0, 4)), birthDate.slice(5)];
  const years = Number(today.slice(0, 4)) - bornIn;
  return today.slice(5) >= birthday ? years : years - 1;
}

/** Whether a person has reached an age at a moment, counted by the calendar of the jurisdiction's time zone. */
export function isOfAge(
  birthDate: string,
  { minimumAgeYears, timeZone, now }: { minimumAgeYears: number; timeZone: string; now: Date },
): boolean {
  return ageInYears(birthDate, calendarDateIn(timeZone, now)) >= minimumAgeYears;
}
