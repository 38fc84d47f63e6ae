import type { KeyClass } from '#catalogue/key-classes.ts';
import { catalogue, fieldNames, playerFieldNames, type FieldName } from '#catalogue/index.ts';
import { retentionClasses } from '#catalogue/retention.ts';
import type { Words } from '#catalogue/words.ts';
import { sourceNames, sourceOf, type ExportSource } from './sources.ts';

/** A field as an attribute of a row holds it. */
export interface AttributeField {
  field: FieldName;
  included: boolean;
  /** The class under whose key it is sealed. */
  sealedUnder?: KeyClass;
}

/** What the catalogue says of an exported field. */
interface FieldWords {
  label: Words;
  kept: Words;
}

/** Per source, the fields by the attribute that holds them. Bundles hold this as data, worked out when they are built. */
export const attributesOf = Object.fromEntries(
  sourceNames.map((source) => [source, attributesAt(source)]),
) as unknown as Readonly<Record<ExportSource, Readonly<Record<string, readonly AttributeField[]>>>>;

/** Labels and retention of every field that a copy holds. */
export const exportedFields = Object.fromEntries(
  fieldNames
    .filter((field) => catalogue[field].inExport.included)
    .map((field) => [
      field,
      { label: catalogue[field].label, kept: retentionClasses[catalogue[field].retention].label },
    ]),
) as Readonly<Partial<Record<FieldName, FieldWords>>>;

/** Every field about players that a copy leaves out, with the reason. */
export const withheldFields: readonly { field: FieldName; label: Words; because: string }[] = playerFieldNames.flatMap(
  (field) => {
    const { inExport, label } = catalogue[field];
    return inExport.included ? [] : [{ field, label, because: inExport.because }];
  },
);

function attributesAt(source: ExportSource): Record<string, AttributeField[]> {
  const attributes: Record<string, AttributeField[]> = {};
  for (const field of fieldNames) {
    const { homes, inExport, ...cover } = catalogue[field];
    const attribute = homes[sourceOf(source).home];
    if (attribute === undefined || field === 'playerId') continue;
    (attributes[attribute] ??= []).push({
      field,
      included: inExport.included,
      ...(cover.cover === 'sealed' ? { sealedUnder: cover.keyClass } : {}),
    });
  }
  return attributes;
}
