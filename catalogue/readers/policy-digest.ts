import { catalogue, playerFieldNames, type FieldName } from '../index.ts';
import { jurisdictions, retentionYearsOf } from '../jurisdictions/index.ts';
import { processors, type ProcessorDeclaration } from '../processors.ts';
import { purposes } from '../purposes.ts';
import { retentionClasses, type Anchor, type Span } from '../retention.ts';
import type { Words } from '../words.ts';

/** What one field is used for and how long: what a person would object to if it changed. */
export interface DigestField {
  label: Words;
  category: string;
  /** Each purpose with its lawful ground. */
  purposes: Readonly<Record<string, string>>;
  /** Name of the retention class. */
  retention: string;
}

/** Whom personal data is given to, which kinds of it, and in which country. */
export interface DigestProcessor {
  label: Words;
  categories: readonly string[];
  country: string;
}

/** The years after closure that a jurisdiction sets. */
export interface DigestYears {
  floor: number;
  ceiling: number;
}

/**
 * What matters of the catalogue, as one version of the policy has it: two of them say what changed. It carries its own
 * words, so that what a later catalogue no longer knows can still be named.
 */
export interface CatalogueDigest {
  fields: Readonly<Record<string, DigestField>>;
  purposes: Readonly<Record<string, Words>>;
  retention: Readonly<Record<string, { anchor: Anchor; span: Span }>>;
  /** By ISO 3166-1 alpha-2 code. */
  years: Readonly<Record<string, DigestYears>>;
  processors: Readonly<Record<string, DigestProcessor>>;
}

function digestField(name: FieldName): DigestField {
  const { label, category, retention, ...declaration } = catalogue[name];
  return { label, category, purposes: { ...declaration.purposes }, retention };
}

const mapped = <From, To>(from: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));

/** Reads the digest of the present catalogue: fields of players, retention, jurisdictions and processors. */
export function catalogueDigest(): CatalogueDigest {
  return {
    fields: Object.fromEntries(playerFieldNames.map((name) => [name, digestField(name)])),
    purposes: mapped<{ label: Words }, Words>(purposes, ({ label }) => label),
    retention: mapped<{ anchor: Anchor; span: Span }, { anchor: Anchor; span: Span }>(
      retentionClasses,
      ({ anchor, span }) => ({ anchor, span }),
    ),
    years: mapped(jurisdictions, (law) => ({
      floor: retentionYearsOf(law).financial,
      ceiling: law.retentionYears.ceiling.value,
    })),
    processors: mapped<ProcessorDeclaration, DigestProcessor>(processors, ({ label, categories, country }) => ({
      label,
      categories,
      country,
    })),
  };
}
