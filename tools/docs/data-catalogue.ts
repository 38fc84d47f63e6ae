import { homes } from '#catalogue/homes.ts';
import { catalogue, fieldNames, type FieldName } from '#catalogue/index.ts';
import { processors } from '#catalogue/processors.ts';
import { categories, purposes, type Category } from '#catalogue/purposes.ts';
import { usesOf } from '#catalogue/readers/document.ts';
import { retentionClasses } from '#catalogue/retention.ts';
import { page, table } from './page.ts';

const titleOf = (category: Category) => `## ${categories[category].label.en} (${categories[category].clause})`;

function coverOf(name: FieldName): string {
  const field = catalogue[name];
  if (field.cover === 'plain') return `plain: ${field.plainBecause}`;
  return 'keyClass' in field ? `${field.cover}, key \`${field.keyClass}\`` : field.cover;
}

function erasureOf(name: FieldName): string {
  const { onErasure } = catalogue[name];
  if (onErasure.action === 'delete') return 'deleted';
  return onErasure.action === 'keep' ? `kept: ${onErasure.ground}` : `anonymised: ${onErasure.how}`;
}

function rowOf(name: FieldName): string[] {
  const { label, retention, homes: places, inLogs, inExport } = catalogue[name];
  return [
    `\`${name}\``,
    label.en,
    usesOf(name)
      .map(({ purpose, ground }) => `${purpose} (${ground})`)
      .join(', '),
    retention,
    Object.keys(places).join(', '),
    coverOf(name),
    inLogs,
    inExport.included ? 'yes' : `no: ${inExport.because}`,
    erasureOf(name),
  ];
}

const fieldHead = ['Field', 'What', 'Why (ground)', 'Kept', 'Where', 'Cover', 'In logs', 'In export', 'On erasure'];

function categoryBlocks(): string[] {
  return (Object.keys(categories) as Category[]).flatMap((category) => {
    const names = fieldNames.filter((name) => catalogue[name].category === category);
    return [titleOf(category), table(fieldHead, names.map(rowOf))];
  });
}

/** `docs/data-catalogue.md`: every personal field, and the vocabularies that its declaration draws from. */
export function dataCataloguePage(): string {
  return page('Data catalogue', [
    `Every personal field of the platform (${fieldNames.length}), as \`catalogue/\` declares it. Nothing else is stored about a person.`,
    ...categoryBlocks(),
    '## Purposes',
    table(
      ['Purpose', 'In words', 'Clause'],
      Object.entries(purposes).map(([name, { label, clause }]) => [`\`${name}\``, label.en, clause]),
    ),
    '## Retention classes',
    table(
      ['Class', 'Counted from', 'How long'],
      Object.entries(retentionClasses).map(([name, { anchor, label }]) => [`\`${name}\``, anchor, label.en]),
    ),
    '## Homes',
    table(
      ['Home', 'Kind', 'What lies there'],
      Object.entries(homes).map(([name, { kind, holds }]) => [`\`${name}\``, kind, holds]),
    ),
    '## Processors',
    'An operator must not send real data to a processor whose agreement is not recorded.',
    table(
      ['Processor', 'What it does', 'Categories', 'Country', 'Agreement'],
      Object.values(processors).map(({ label, purpose, categories: kinds, country, agreementReference }) => [
        label.en,
        purpose.en,
        kinds.join(', '),
        country,
        agreementReference ?? 'not recorded',
      ]),
    ),
  ]);
}
