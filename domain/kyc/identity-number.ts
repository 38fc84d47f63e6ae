/** What a jurisdiction's government ID number looks like. */
export interface IdentityNumberRule {
  /** What to ask for, in words. */
  rule: string;
  /** Whether a normalised number keeps the rule. */
  holds: (number: string) => boolean;
}

/**
 * Indonesia: NIK of 16 digits (Law 24/2013, article 13): province 11 and up with district (6), birth day with 40 added
 * for women, month, year, and a serial number that is never 0000.
 */
const nikPattern =
  /^(?:1[1-9]|[2-9]\d)\d{4}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{2}(?!0000)\d{4}$/;

/** Days of the month of a NIK of a woman begin here. */
const womanDayOffset = 40;

/**
 * Birth dates (ISO 8601) that a NIK can stand for: its year has two digits, so of a real date there is one per century.
 * None when no century has such a day.
 */
function nikBirthDates(nik: string): string[] {
  const written = Number(nik.slice(6, 8));
  const day = String(written > womanDayOffset ? written - womanDayOffset : written).padStart(2, '0');
  return ['19', '20']
    .map((century) => `${century}${nik.slice(10, 12)}-${nik.slice(8, 10)}-${day}`)
    .filter((date) => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date));
}

const nricWeights = [2, 7, 6, 5, 4, 3, 2];
const nricLetters: Record<string, { offset: number; letters: string }> = {
  S: { offset: 0, letters: 'JZIHGFEDCBA' },
  T: { offset: 4, letters: 'JZIHGFEDCBA' },
  F: { offset: 0, letters: 'XWUTRQPNMLK' },
  G: { offset: 4, letters: 'XWUTRQPNMLK' },
  M: { offset: 3, letters: 'XWUTRQPNJLK' },
};

/** Singapore: NRIC or FIN, seven digits between a prefix and a check letter (Immigration & Checkpoints Authority). */
function isNric(number: string): boolean {
  const parts = /^([STFGM])(\d{7})([A-Z])$/.exec(number);
  const series = nricLetters[parts?.[1] ?? ''];
  if (parts === null || series === undefined) return false;
  const sum = [...(parts[2] ?? '')].reduce((total, digit, at) => total + Number(digit) * (nricWeights[at] ?? 0), 0);
  const remainder = (sum + series.offset) % 11;
  // The series M counts its letters from the other end.
  return series.letters[parts[1] === 'M' ? 10 - remainder : remainder] === parts[3];
}

const isNik = (number: string): boolean => nikPattern.test(number) && nikBirthDates(number).length > 0;

const rules: Record<string, IdentityNumberRule> = {
  ID: { rule: 'Must be a NIK: the 16 digits on your KTP.', holds: isNik },
  SG: { rule: 'Must be an NRIC or FIN: a letter, seven digits and the check letter.', holds: isNric },
};

/** Elsewhere, such as in Ireland: the number of a passport (ICAO Doc 9303) or driving licence. */
const anyDocument: IdentityNumberRule = {
  rule: 'Must be the number of a passport or driving licence: 6 to 20 letters and digits.',
  holds: (number) => /^(?=.*\d)[A-Z0-9]{6,20}$/.test(number),
};

/** The rule for a jurisdiction (ISO 3166-1 alpha-2). */
export const identityNumberRule = (jurisdiction: string): IdentityNumberRule => rules[jurisdiction] ?? anyDocument;

/**
 * Writes a number the one way in which it is compared: upper case, without the blanks, dots and dashes of print.
 * @returns undefined when it does not keep the rule of the jurisdiction
 */
export function normaliseIdentityNumber(jurisdiction: string, written: string): string | undefined {
  const number = written
    .normalize('NFKC')
    .replace(/[\s.-]/g, '')
    .toUpperCase();
  return identityNumberRule(jurisdiction).holds(number) ? number : undefined;
}

/** Whether numbers of a jurisdiction tell a birth date, so that the one of the account must be opened to compare. */
export const tellsBirthDate = (jurisdiction: string): boolean => jurisdiction === 'ID';

/** What to say when the birth date in a number is another than that of the account. */
export const birthDateRule = 'The birth date in the number must be the one of the account.';

/**
 * Whether the birth date in a normalised number is the given one (ISO 8601). Only for jurisdictions whose numbers tell it.
 */
export const hasBirthDate = (number: string, birthDate: string): boolean => nikBirthDates(number).includes(birthDate);
