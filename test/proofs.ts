import type { ClauseId } from '#catalogue/clauses.ts';

/** What makes a promise true, and what proves it. */
export interface Proof {
  /** `file#export`: the code that keeps the promise. */
  controls: readonly [string, ...string[]];
  /** `file > group > sentence` as vitest names it; `file > group > *` stands for every test below. */
  tests: readonly [string, ...string[]];
}

/** A promise that only people can keep: a test would only pretend. */
export interface Duty {
  /** The page that says who does what, when, and where it is recorded. */
  control: string;
  /** What was done, by ISO 8601 date. Empty until somebody has done it. */
  evidence: readonly { date: string; what: string }[];
}

/** The promises of people (C40, C68, C74, C85). */
export const duties: Readonly<Partial<Record<ClauseId, Duty>>> = {
  C40: { control: 'docs/runbooks/operator-duties.md#no-unsolicited-calls', evidence: [] },
  C68: { control: 'docs/runbooks/operator-duties.md#periodic-audits', evidence: [] },
  C74: { control: 'docs/runbooks/operator-duties.md#agreements-with-processors', evidence: [] },
  C85: { control: 'docs/runbooks/operator-duties.md#support-hours', evidence: [] },
};

/** Control and proof of every promise that is kept so far. A promise is bound here when its journey passes. */
export const proofs: Readonly<Partial<Record<ClauseId, Proof>>> = {
  C93: {
    controls: ['catalogue/jurisdictions/opening.ts#isOpen', 'functions/player/law.ts#registrationLawOf'],
    tests: ['test/catalogue/jurisdictions/opening.test.ts > a jurisdiction > *'],
  },
};
