/** Beginnings at which spreadsheets compute instead of show (OWASP, CSV injection). */
const startsFormula = /^[=+\-@\t\r]/;

/** One cell by RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
export function csvCell(value: unknown): string {
  const text = textOf(value);
  const safe = startsFormula.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One line with its end. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`;
