/** The policy's own promise: financial records, and evidence with them, stay seven years at most (C49). */
export const promisedCeilingYears = 7;

/** The same UTC moment some years later; a 29 February without a counterpart becomes 1 March, never earlier. */
export function yearsAfter(moment: Date, years: number): Date {
  const later = new Date(moment);
  later.setUTCFullYear(moment.getUTCFullYear() + years);
  return later;
}
