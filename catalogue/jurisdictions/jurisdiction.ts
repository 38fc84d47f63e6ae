import type { CatalogueLanguage, Words } from '../words.ts';

/** A value of a law with its evidence. A null value is not established: the jurisdiction stays closed (design 8). */
export interface Fact<Value> {
  value: Value;
  /** Law and article; how far it was read is said by `confirmed`. */
  source: string;
  /** ISO 8601 date from which it holds; null where it is not established. */
  effectiveFrom: string | null;
  /** False while it rests on memory or on a single secondary source: a person must read the law before opening. */
  confirmed: boolean;
}

/** A time that the law gives us to answer. Months are calendar months (GDPR recital to article 12(3)). */
export type Deadline = { unit: 'hours' | 'days' | 'months'; amount: number };

/** Rights of a person, each with its own deadline. */
export type Right = 'access' | 'correction' | 'deletion' | 'objection' | 'restriction' | 'consent-withdrawal';

/** When the clock of a breach starts. */
export type BreachClockStart = 'awareness' | 'assessed-notifiable';

/** When somebody must be told of a breach. */
export type BreachClock =
  | { kind: 'hours'; hours: number; from: BreachClockStart }
  /** At the same time as the regulator or after. */
  | { kind: 'with-regulator' }
  /** No number in the law. */
  | { kind: 'without-undue-delay' };

/** Whether data must stay in the country. */
export type ResidencyRule = 'none' | 'stored-at-home';

/**
 * What makes a transfer to a region lawful: `none` needed where data stays at home; explicit consent is asked for only
 * where it is the mechanism (C55).
 */
export type TransferMechanism = 'none' | 'adequacy' | 'safeguards' | 'consent';

/** Regions that the table of transfers speaks about. */
export type TransferRegion = 'ap-southeast-3' | 'ap-southeast-1' | 'eu-west-1';

/** Where a regulator is reached. An address is what the law or its site gives, never a guess. */
export interface Regulator {
  name: string;
  website: string;
}

/** What the law of one country says, as far as it was established. */
export interface Jurisdiction {
  /** ISO 3166-1 alpha-2. */
  code: string;
  name: Words;
  /** ISO 4217. One currency per player. */
  currency: 'IDR' | 'SGD' | 'EUR';
  languages: readonly CatalogueLanguage[];
  /** IANA zone in which birthdays are counted: the westernmost, where the day begins last. */
  timeZone: Fact<string>;
  /** Null: no age is in the law, and a licence must set one. */
  minimumAgeYears: Fact<number | null>;
  /**
   * The most that a player may have deposited, or still be about to pay, before their identity is proved; minor units
   * of the currency. Null: a player may deposit as much before as after.
   */
  depositMaxBeforeProof: Fact<{ amountMinor: number } | null>;
  deadlines: Readonly<Record<Right, Fact<Deadline>>>;
  /** By how much the deadline of a request may be moved, once, before it has passed. Null: the law knows no extension. */
  requestExtension: Fact<Deadline | null>;
  breachClocks: { regulator: Fact<BreachClock>; subjects: Fact<BreachClock> };
  /**
   * Whether a material change of the policy needs the explicit consent of whoever has an account (C89). Using the service
   * on is never consent (GDPR article 4(11) and recital 32; UU 27/2022 article 22).
   */
  reconsent: Fact<'required' | 'not-required'>;
  /** Years after closure that financial and due-diligence records must, and may at most, be kept (C49). */
  retentionYears: { floor: Fact<number>; ceiling: Fact<number> };
  residency: Fact<ResidencyRule>;
  /** The AWS region in the country itself, if we run one. */
  homeRegion: TransferRegion | null;
  transfers: Readonly<Record<TransferRegion, Fact<TransferMechanism | null>>>;
  regulator: Fact<Regulator>;
}
