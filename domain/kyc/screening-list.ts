import { nameLikeness, normaliseName } from './name-likeness.ts';
import type { ScreenedPerson, ScreeningResult } from './screening.ts';

/** Everything that decides how a local list is read and compared, in one place. */
export const screeningListRules = {
  /** From this score on an entry may be the person. */
  possibleFrom: 0.88,
  /** How much an equal birth date raises the likeness of names, and a differing one lowers it. */
  birthDateRaises: 0.06,
  birthDateLowers: 0.15,
  bytesMax: 50 * 1024 * 1024,
  rowsMax: 500_000,
  /** So many of a thousand rows may be unreadable; with more the list is not used. */
  unreadablePerThousandMax: 1,
} as const;

/** One person on a list; the name as it is compared. */
export interface ListedPerson {
  name: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty when not known. */
  birthDate: string;
  /** Keyed hash of an ID number; empty when not known. */
  identityHash: string;
}

const partialDate = /^(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?$/;
const identityHash = /^(?:v1\.[\w-]{43})?$/;

/** The columns of a list, in their order. */
export const listHeader = ['name', 'birthDate', 'identityHash'] as const;

/** Whether the first row of a list names its columns as agreed. */
export const isListHeader = (cells: readonly string[]): boolean =>
  cells.length === listHeader.length && listHeader.every((name, at) => cells[at]?.trim() === name);

/** Reads one row; undefined when it cannot be compared: another number of cells, no name, no date, no hash of ours. */
export function listedPersonOf(cells: readonly string[] | undefined): ListedPerson | undefined {
  if (cells?.length !== listHeader.length) return undefined;
  const [rawName = '', birthDate = '', hash = ''] = cells.map((cell) => cell.trim());
  const name = normaliseName(rawName);
  if (name === '' || !partialDate.test(birthDate) || !identityHash.test(hash)) return undefined;
  return { name, birthDate, identityHash: hash };
}

/** How alike a person and an entry are, 0 to 1. A part of a birth date, such as its year, agrees with every date in it. */
function scoreOf(person: { name: string; birthDate: string }, entry: ListedPerson): number {
  const likeness = nameLikeness(person.name, entry.name);
  if (entry.birthDate === '') return likeness;
  const { birthDateRaises, birthDateLowers } = screeningListRules;
  return person.birthDate.startsWith(entry.birthDate)
    ? Math.min(1, likeness + birthDateRaises)
    : Math.max(0, likeness - birthDateLowers);
}

/** Compares a person with everybody on a list. Only an equal ID number confirms; names and dates make it possible. */
export function compareWithList(
  person: ScreenedPerson,
  list: readonly ListedPerson[],
): Pick<ScreeningResult, 'outcome' | 'score' | 'matchCount'> {
  const compared = { name: normaliseName(person.name), birthDate: person.birthDate };
  let score = 0;
  let matchCount = 0;
  let isConfirmed = false;
  for (const entry of list) {
    const isSame = person.identityHash !== undefined && entry.identityHash === person.identityHash;
    const alike = isSame ? 1 : scoreOf(compared, entry);
    isConfirmed ||= isSame;
    score = Math.max(score, alike);
    if (alike >= screeningListRules.possibleFrom) matchCount += 1;
  }
  // Four digits are enough for people, and make two comparisons of the same entry equal wherever they are kept.
  const rounded = Math.round(score * 10_000) / 10_000;
  if (isConfirmed) return { outcome: 'confirmed', score: rounded, matchCount };
  return { outcome: matchCount > 0 ? 'possible' : 'no-hit', score: rounded, matchCount };
}
