import type { CatalogueDigest, DigestField, DigestProcessor } from '#catalogue/readers/policy-digest.ts';
import type { PolicyChange } from './change.ts';
import { compareKeeping } from './kept-for.ts';

/** SHA-256 of the notice of a jurisdiction in each language, hex. */
export type TextHashes = Readonly<Record<string, { en: string; id: string }>>;

/** Everything by which two versions of the policy are compared: what the catalogue declares, and the words it is told in. */
export interface PolicyDigest extends CatalogueDigest {
  texts: TextHashes;
}

/** What changed from one version of the policy to the next; nothing when there is nothing to publish. */
export function changesBetween(before: PolicyDigest, after: PolicyDigest): PolicyChange[] {
  return [
    ...namesOf(before.fields, after.fields).flatMap((field) => fieldChanges({ before, after }, field)),
    ...namesOf(before.processors, after.processors).flatMap((processor) =>
      processorChanges(processor, before.processors[processor], after.processors[processor]),
    ),
    ...namesOf(before.years, after.years).flatMap((code) => jurisdictionChanges({ before, after }, code)),
    ...namesOf(before.texts, after.texts).flatMap((code) => wordingChanges({ before, after }, code)),
  ];
}

interface Versions {
  before: PolicyDigest;
  after: PolicyDigest;
}

const namesOf = (...parts: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(parts.flatMap((part) => Object.keys(part))),
];

function fieldChanges({ before, after }: Versions, field: string): PolicyChange[] {
  const [was, is] = [before.fields[field], after.fields[field]];
  if (was === undefined) return [{ kind: 'field-added', field }];
  if (is === undefined) return [{ kind: 'field-removed', field }];
  const category: PolicyChange[] = was.category === is.category ? [] : [{ kind: 'category-changed', field }];
  return [...category, ...purposeChanges(field, was, is), ...retentionChanges({ before, after }, field, [was, is])];
}

function purposeChanges(field: string, was: DigestField, is: DigestField): PolicyChange[] {
  return namesOf(was.purposes, is.purposes).flatMap((purpose): PolicyChange[] => {
    const [old, present] = [was.purposes[purpose], is.purposes[purpose]];
    if (old === present) return [];
    if (old === undefined) return [{ kind: 'purpose-added', field, purpose }];
    return [{ kind: present === undefined ? 'purpose-removed' : 'ground-changed', field, purpose }];
  });
}

function retentionChanges(
  { before, after }: Versions,
  field: string,
  [was, is]: readonly [DigestField, DigestField],
): PolicyChange[] {
  const change = compareKeeping(
    { digest: before, retention: was.retention },
    { digest: after, retention: is.retention },
  );
  if (change !== 'same') return [{ kind: `retention-${change}`, field }];
  return was.retention === is.retention ? [] : [{ kind: 'retention-renamed', field }];
}

function processorChanges(
  processor: string,
  was: DigestProcessor | undefined,
  is: DigestProcessor | undefined,
): PolicyChange[] {
  if (was === undefined) return [{ kind: 'processor-added', processor }];
  if (is === undefined) return [{ kind: 'processor-removed', processor }];
  const isWider = is.categories.some((category) => !was.categories.includes(category));
  const isNarrower = was.categories.some((category) => !is.categories.includes(category));
  return [
    ...(isWider ? [{ kind: 'processor-widened' as const, processor }] : []),
    ...(isNarrower ? [{ kind: 'processor-narrowed' as const, processor }] : []),
    ...(was.country === is.country ? [] : [{ kind: 'processor-moved' as const, processor }]),
  ];
}

function jurisdictionChanges({ before, after }: Versions, jurisdiction: string): PolicyChange[] {
  if (before.years[jurisdiction] === undefined) return [{ kind: 'jurisdiction-added', jurisdiction }];
  return after.years[jurisdiction] === undefined ? [{ kind: 'jurisdiction-removed', jurisdiction }] : [];
}

const noticeLanguages = ['en', 'id'] as const;

/** Of a jurisdiction that came or went, that it did says enough. */
function wordingChanges({ before, after }: Versions, jurisdiction: string): PolicyChange[] {
  const [was, is] = [before.texts[jurisdiction], after.texts[jurisdiction]];
  if (was === undefined || is === undefined) return [];
  return noticeLanguages.flatMap((language) =>
    was[language] === is[language] ? [] : [{ kind: 'wording-changed' as const, jurisdiction, language }],
  );
}
