import { categories, purposes } from '#catalogue/purposes.ts';
import type { CatalogueLanguage, Words } from '#catalogue/words.ts';
import type { PolicyChange } from './change.ts';
import type { PolicyDigest } from './changes-between.ts';

/** The two versions that a change lies between: what is gone has its words in the earlier one. */
interface Versions {
  before: PolicyDigest;
  after: PolicyDigest;
}

type Line = (what: string, how: string) => string;

const lines: Readonly<Record<CatalogueLanguage, Readonly<Record<PolicyChange['kind'], Line>>>> = {
  en: {
    'field-added': (what) => `New data that we hold: ${what}`,
    'field-removed': (what) => `No longer held: ${what}`,
    'purpose-added': (what, use) => `New use of your data: ${what} – ${use}`,
    'purpose-removed': (what, use) => `A use that ends: ${what} – ${use}`,
    'ground-changed': (what, use) => `Another legal ground: ${what} – ${use}`,
    'category-changed': (what, category) => `Treated as another kind of data: ${what} – ${category}`,
    'retention-longer': (what) => `Kept longer: ${what}`,
    'retention-shorter': (what) => `Kept for a shorter time: ${what}`,
    'retention-renamed': (what) => `Kept as long as before, under another rule: ${what}`,
    'processor-added': (who) => `New recipient of your data: ${who}`,
    'processor-removed': (who) => `No longer a recipient of your data: ${who}`,
    'processor-moved': (who) => `A recipient in another country: ${who}`,
    'processor-widened': (who) => `Gets more kinds of data: ${who}`,
    'processor-narrowed': (who) => `Gets fewer kinds of data: ${who}`,
    'jurisdiction-added': (code) => `The policy now covers another country: ${code}`,
    'jurisdiction-removed': (code) => `The policy no longer covers a country: ${code}`,
    'wording-changed': () => 'The wording of the policy was revised.',
  },
  id: {
    'field-added': (what) => `Data baru yang kami simpan: ${what}`,
    'field-removed': (what) => `Tidak lagi disimpan: ${what}`,
    'purpose-added': (what, use) => `Penggunaan baru data Anda: ${what} – ${use}`,
    'purpose-removed': (what, use) => `Penggunaan yang berakhir: ${what} – ${use}`,
    'ground-changed': (what, use) => `Dasar hukum lain: ${what} – ${use}`,
    'category-changed': (what, category) => `Diperlakukan sebagai jenis data lain: ${what} – ${category}`,
    'retention-longer': (what) => `Disimpan lebih lama: ${what}`,
    'retention-shorter': (what) => `Disimpan lebih singkat: ${what}`,
    'retention-renamed': (what) => `Disimpan selama sebelumnya, dengan aturan lain: ${what}`,
    'processor-added': (who) => `Penerima baru data Anda: ${who}`,
    'processor-removed': (who) => `Bukan lagi penerima data Anda: ${who}`,
    'processor-moved': (who) => `Penerima di negara lain: ${who}`,
    'processor-widened': (who) => `Menerima lebih banyak jenis data: ${who}`,
    'processor-narrowed': (who) => `Menerima lebih sedikit jenis data: ${who}`,
    'jurisdiction-added': (code) => `Kebijakan kini mencakup negara lain: ${code}`,
    'jurisdiction-removed': (code) => `Kebijakan tidak lagi mencakup suatu negara: ${code}`,
    'wording-changed': () => 'Susunan kata kebijakan diperbarui.',
  },
};

const labelIn = (language: CatalogueLanguage, name: string, ...words: readonly (Words | undefined)[]): string =>
  words.find((each) => each !== undefined)?.[language] ?? name;

const wordsOf = (table: Readonly<Record<string, { label: Words }>>, name: string) => table[name]?.label;

function namesIn({ before, after }: Versions, change: PolicyChange, language: CatalogueLanguage): [string, string] {
  if ('jurisdiction' in change) return [change.jurisdiction, ''];
  if ('processor' in change) {
    const { processor } = change;
    const label = labelIn(language, processor, after.processors[processor]?.label, before.processors[processor]?.label);
    return [label, ''];
  }
  const { field } = change;
  const label = labelIn(language, field, after.fields[field]?.label, before.fields[field]?.label);
  if ('purpose' in change) {
    const { purpose } = change;
    const known = [after.purposes[purpose], before.purposes[purpose], wordsOf(purposes, purpose)];
    return [label, labelIn(language, purpose, ...known)];
  }
  const category = after.fields[field]?.category ?? '';
  return [label, labelIn(language, category, wordsOf(categories, category))];
}

/** Says in plain words what changed, each thing once, in the order of the changes. */
export function changeWords(
  versions: Versions,
  changes: readonly PolicyChange[],
  language: CatalogueLanguage,
): string[] {
  return [...new Set(changes.map((change) => lines[language][change.kind](...namesIn(versions, change, language))))];
}
