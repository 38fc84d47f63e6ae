/**
 * What comparing a person with lists of fraudsters and sanctioned people can find (policy C31). `error` means that
 * nothing was compared: it is never taken for `no-hit`.
 */
export const screeningOutcomes = ['no-hit', 'possible', 'confirmed', 'error'] as const;

/** What a comparison found. */
export type ScreeningOutcome = (typeof screeningOutcomes)[number];

/** All that a comparison is told of a person: nothing else leaves. */
export interface ScreenedPerson {
  name: string;
  /** ISO 8601 date. */
  birthDate: string;
  /** Keyed hash of the government ID number, its blind index; absent until the player gave one. */
  identityHash?: string | undefined;
}

/**
 * Why nothing was compared: no source is contracted or no list is there (`absent`), the source did not answer as agreed
 * (`unreachable`, worth another try), or the list cannot be read (`unreadable`, the same the next time).
 */
export type ScreeningFailure = 'absent' | 'unreachable' | 'unreadable';

/** The answer to one comparison. */
export interface ScreeningResult {
  outcome: ScreeningOutcome;
  /** The likeness of the likest entry, 0 to 1. */
  score: number;
  /** Entries that may be the person. */
  matchCount: number;
  /** Which version of the list was compared; absent where nothing was. */
  listVersion?: string | undefined;
  /** Rows of the list that could not be read, when there were few enough to compare nevertheless. */
  unreadableRowCount?: number | undefined;
  failure?: ScreeningFailure | undefined;
}

/** The answer when nothing could be compared. */
export const failedScreening = (failure: ScreeningFailure, listVersion?: string): ScreeningResult => ({
  outcome: 'error',
  score: 0,
  matchCount: 0,
  listVersion,
  failure,
});

/** Compares people with lists of fraudsters and sanctioned people, wherever those lists are kept. */
export interface ScreeningService {
  /**
   * Compares one person. Whatever goes wrong at the source is the outcome `error`, never `no-hit`. Throws `Unavailable`
   * when a store of ours does not answer.
   */
  check(person: ScreenedPerson, now: Date): Promise<ScreeningResult>;
  /** The version of the list that would be compared now; undefined when nobody can tell. */
  version(now: Date): Promise<string | undefined>;
}

/** What a reviewer concludes about a possible hit. */
export const clearanceConclusions = ['false-positive', 'confirmed'] as const;

/** A conclusion about a possible hit. */
export type ClearanceConclusion = (typeof clearanceConclusions)[number];

/** A reviewer's conclusion: about this version of the list and what it showed, and about nothing else. */
export interface ScreeningClearance {
  conclusion: ClearanceConclusion;
  listVersion: string;
  score: number;
  matchCount: number;
  staffId: string;
  /** RFC 3339. */
  reviewedAt: string;
  caseReference: string;
}

/** The last comparison of a player, and what a reviewer concluded. */
export interface Screening extends Omit<ScreeningResult, 'failure' | 'unreadableRowCount'> {
  playerId: string;
  /** RFC 3339. */
  screenedAt: string;
  clearance?: ScreeningClearance | undefined;
}

/**
 * The screening after a comparison. A reviewer's conclusion holds only while the list and what it shows are the same; a
 * comparison that failed says nothing about it.
 */
export function screeningAfter(
  previous: Screening | undefined,
  { playerId, result, now }: { playerId: string; result: ScreeningResult; now: Date },
): Screening {
  const { outcome, score, matchCount, listVersion } = result;
  const seen = previous?.clearance;
  const stillHolds =
    outcome === 'error' ||
    (seen?.listVersion === listVersion && seen?.score === score && seen.matchCount === matchCount);
  return {
    playerId,
    outcome,
    score,
    matchCount,
    listVersion,
    screenedAt: now.toISOString(),
    clearance: stillHolds ? seen : undefined,
  };
}

/** What a screening means for the review: of a possible hit, what the reviewer concluded. */
export function standingOutcomeOf({ outcome, clearance }: Screening): ScreeningOutcome {
  if (outcome !== 'possible' || clearance === undefined) return outcome;
  return clearance.conclusion === 'false-positive' ? 'no-hit' : 'confirmed';
}

/**
 * Whether an address may be asked about people: by TLS, or on the same machine. Names, paths with credentials and other
 * schemes are refused.
 */
export function mayBeAsked(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
