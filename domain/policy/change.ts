/** One difference between two versions of the policy, by the names that the catalogue gives. */
export type PolicyChange =
  | { kind: 'field-added' | 'field-removed'; field: string }
  | { kind: 'purpose-added' | 'purpose-removed'; field: string; purpose: string }
  | { kind: 'ground-changed'; field: string; purpose: string }
  | { kind: 'category-changed'; field: string }
  | { kind: 'retention-longer' | 'retention-shorter' | 'retention-renamed'; field: string }
  | { kind: 'processor-added' | 'processor-removed' | 'processor-moved'; processor: string }
  | { kind: 'processor-widened' | 'processor-narrowed'; processor: string }
  | { kind: 'jurisdiction-added' | 'jurisdiction-removed'; jurisdiction: string }
  | { kind: 'wording-changed'; jurisdiction: string; language: 'en' | 'id' };

/** How much a change weighs: people are told of a material one before it holds (C88), of a minor one when they come. */
export type Weight = 'material' | 'minor';

/**
 * The weight of every kind of change (C88: new data, new use). A field in another category and a processor in another
 * country go to somebody or somewhere new, so they weigh as much. A new jurisdiction concerns nobody who has an account.
 */
const weights: Readonly<Record<PolicyChange['kind'], Weight>> = {
  'field-added': 'material',
  'purpose-added': 'material',
  'ground-changed': 'material',
  'category-changed': 'material',
  'retention-longer': 'material',
  'processor-added': 'material',
  'processor-widened': 'material',
  'processor-moved': 'material',
  'field-removed': 'minor',
  'purpose-removed': 'minor',
  'retention-shorter': 'minor',
  'retention-renamed': 'minor',
  'processor-removed': 'minor',
  'processor-narrowed': 'minor',
  'jurisdiction-added': 'minor',
  'jurisdiction-removed': 'minor',
  'wording-changed': 'minor',
};

/** How much one change weighs. */
export const weightOf = ({ kind }: Pick<PolicyChange, 'kind'>): Weight => weights[kind];

/** The weight of a version: material as soon as one of its changes is. */
export const weightOfAll = (changes: readonly PolicyChange[]): Weight =>
  changes.some((change) => weightOf(change) === 'material') ? 'material' : 'minor';

/** Every kind of change there is. */
export const changeKinds = Object.keys(weights) as readonly PolicyChange['kind'][];

/** What a change is about, as one text: `phone`, `phone/security`, `hosting`, `SG/en`. */
export function aboutOf(change: PolicyChange): string {
  if ('purpose' in change) return `${change.field}/${change.purpose}`;
  if ('field' in change) return change.field;
  if ('processor' in change) return change.processor;
  return 'language' in change ? `${change.jurisdiction}/${change.language}` : change.jurisdiction;
}
