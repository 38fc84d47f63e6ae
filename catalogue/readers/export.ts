import { catalogue, fieldNames, type FieldName } from '../index.ts';
import type { CatalogueLanguage } from '../words.ts';

/** What a field is called, in words for the person it is about. */
export function labelOf(field: FieldName, language: CatalogueLanguage): string {
  return catalogue[field].label[language];
}

/** Every field that a person gets in the copy of their data (C57). */
export function exportableFields(): FieldName[] {
  return fieldNames.filter((field) => catalogue[field].inExport.included);
}

/** Why a field is not in the copy; undefined when it is. */
export function withheldBecause(field: FieldName): string | undefined {
  const { inExport } = catalogue[field];
  return inExport.included ? undefined : inExport.because;
}
