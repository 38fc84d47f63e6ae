import { randomBytes, randomInt } from 'node:crypto';

/** A value that occurs nowhere else in the world, planted in a personal field so that any leak of it can be found. */
export interface Marker {
  /** Which personal field it was planted in. */
  field: string;
  value: string;
  /** Other ways in which the product may write the same value, such as a phone number without its plus. */
  alsoWritten?: readonly string[];
}

/** What a marked person gives away about themselves: each member is a value for the field of that name. */
export interface MarkedPerson {
  email: string;
  fullName: string;
  phone: string;
  password: string;
  identityNumber: string;
  bankAccountNumber: string;
  holderName: string;
  transferConfirmation: string;
  /** Text to hide in a document: in a comment of a picture, or on a page. */
  documentText: string;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

function randomOf(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** A NIK that keeps the rule of Law 24/2013, article 13, of a man who was born on a date (ISO 8601). */
const randomNik = (birthDate: string) => {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  return `32${randomOf(digits, 4)}${day}${month}${year.slice(2)}${randomOf('123456789', 4)}`;
};

/** An NRIC of the series S with its check letter (Immigration & Checkpoints Authority). */
function randomNric(): string {
  const number = randomOf(digits, 7);
  const weights = [2, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number.charAt(at)), 0);
  return `S${number}${'JZIHGFEDCBA'.charAt(sum % 11)}`;
}

const identityNumbers: Record<string, (birthDate: string) => string> = { ID: randomNik, SG: randomNric };
const callingCodes: Record<string, string> = { ID: '+62812', SG: '+658', IE: '+35385' };

/**
 * Makes a person whose every personal field holds a marker and still keeps the rules of the API.
 * @param birthDate ISO 8601; where an ID number tells it, the number tells this one
 */
export function markedPerson(jurisdiction: string, birthDate = '1990-06-15'): MarkedPerson {
  return {
    email: `canary.${randomOf(letters, 14)}@example.com`,
    fullName: `${capitalised(randomOf(letters, 9))} ${capitalised(randomOf(letters, 11))}`,
    phone: `${callingCodes[jurisdiction] ?? '+35385'}${randomOf(digits, 7)}`,
    password: `${randomOf(letters, 8)} ${randomOf(letters, 9)} ${randomBytes(4).toString('hex')}`,
    identityNumber: identityNumbers[jurisdiction]?.(birthDate) ?? `P${randomOf(digits, 9)}`,
    bankAccountNumber: `52${randomOf(digits, 10)}`,
    holderName: `${randomOf(letters, 8)} ${randomOf(letters, 10)}`.toUpperCase(),
    transferConfirmation: `TRX-${randomOf(letters, 12).toUpperCase()}`,
    documentText: `document-${randomOf(letters, 16)}`,
  };
}

const allFields = [
  'email',
  'fullName',
  'phone',
  'password',
  'identityNumber',
  'bankAccountNumber',
  'holderName',
  'transferConfirmation',
  'documentText',
] as const satisfies readonly (keyof MarkedPerson)[];

/** The markers of a person, one per field with its other ways of writing: of every field, or of those that were sent. */
export function plantedMarkers(person: MarkedPerson, fields: readonly (keyof MarkedPerson)[] = allFields): Marker[] {
  return fields.map((field) => {
    const text = person[field];
    const others = [text.replace(/^\+/, ''), text.toLowerCase(), text.toUpperCase(), ...longWordsOf(field, text)];
    return { field, value: text, alsoWritten: [...new Set(others)].filter((other) => other !== text) };
  });
}

/** Names are split easily on their way, so that each long word of one counts as the name. */
function longWordsOf(field: string, text: string): string[] {
  return field === 'fullName' || field === 'holderName' ? text.split(' ').filter((word) => word.length >= 8) : [];
}
