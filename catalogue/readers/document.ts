import type { FieldDeclaration, OnErasure } from '../field.ts';
import { catalogue, type FieldName } from '../index.ts';
import { categories, lawfulGrounds, purposes, type LawfulGround, type Purpose } from '../purposes.ts';
import { retentionClasses } from '../retention.ts';
import type { CatalogueLanguage, Words } from '../words.ts';

/** One field as people and regulators read it (C8): what, why, how long, how protected. */
export interface FieldDescription {
  label: string;
  category: string;
  /** Each purpose with its lawful ground. */
  uses: { purpose: string; ground: string }[];
  kept: string;
  protection: string;
  onErasure: string;
  /** Whether the copy of one's data has it, or why not. */
  inCopy: string;
}

const covers: Readonly<Record<FieldDeclaration['cover'], Words>> = {
  sealed: { en: 'encrypted under a key of your own', id: 'dienkripsi dengan kunci milik Anda sendiri' },
  'encrypted-object': { en: 'encrypted, in a store apart', id: 'dienkripsi, di penyimpanan terpisah' },
  'blind-indexed': { en: 'kept only as a keyed fingerprint', id: 'disimpan hanya sebagai sidik jari berkunci' },
  hashed: { en: 'kept only as a one-way hash', id: 'disimpan hanya sebagai hash satu arah' },
  plain: { en: 'an id, state, time or amount without a name', id: 'ID, status, waktu, atau jumlah tanpa nama' },
};

const erasures: Readonly<Record<OnErasure['action'], Words>> = {
  delete: { en: 'deleted', id: 'dihapus' },
  anonymise: { en: 'anonymised', id: 'dianonimkan' },
  keep: { en: 'kept while the law demands it, then deleted', id: 'disimpan selama diwajibkan hukum, lalu dihapus' },
};

const included: Words = { en: 'yes', id: 'ya' };
const withheld: Words = { en: 'no', id: 'tidak' };

/** Purposes of a field with their grounds, in the order of their declaration. */
export function usesOf(field: FieldName): { purpose: Purpose; ground: LawfulGround }[] {
  const declared: Partial<Record<Purpose, LawfulGround>> = catalogue[field].purposes;
  return Object.keys(purposes)
    .filter((name): name is Purpose => name in purposes)
    .flatMap((purpose) => {
      const ground = declared[purpose];
      return ground === undefined ? [] : [{ purpose, ground }];
    });
}

/** Describes a field in a language. */
export function describeField(field: FieldName, language: CatalogueLanguage): FieldDescription {
  const { label, category, retention, cover, onErasure, inExport } = catalogue[field];
  return {
    label: label[language],
    category: categories[category].label[language],
    uses: usesOf(field).map(({ purpose, ground }) => ({
      purpose: purposes[purpose].label[language],
      ground: lawfulGrounds[ground][language],
    })),
    kept: retentionClasses[retention].label[language],
    protection: covers[cover][language],
    onErasure: erasures[onErasure.action][language],
    inCopy: (inExport.included ? included : withheld)[language],
  };
}
