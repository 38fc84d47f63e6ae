import type { FieldName } from '#catalogue/index.ts';
import type { Words } from '#catalogue/words.ts';
import { escapeHtml } from '../notification/escape-html.ts';
import { exportedFields, withheldFields } from './attributes.table.ts';
import type { ExportRecord } from './record.ts';
import { excludedHomes, sourceOf, type ExportSource } from './sources.ts';

/** A page holds so many records of a source; the files beside it hold all. */
export const shownRecordsMax = 200;

const both = ({ en, id }: Words): string => `${escapeHtml(en)} <span lang="id">/ ${escapeHtml(id)}</span>`;

const structural: Readonly<Record<string, Words>> = {
  record: { en: 'Kind of record', id: 'Jenis catatan' },
  at: { en: 'When', id: 'Kapan' },
  by: { en: 'Who acted', id: 'Siapa yang bertindak' },
};

const style =
  'body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}dt{font-weight:bold}dd{margin:0 0 .5rem 1rem;overflow-wrap:anywhere}span[lang]{color:#555}details{border:1px solid #ccc;padding:.5rem;margin:.5rem 0}';

/** The beginning of the page. It loads nothing and runs nothing, so that it reads the same without a network. */
export function pageBeginning(asOf: string): string {
  const title = { en: 'A copy of your data', id: 'Salinan data Anda' };
  const lead = {
    en: `Everything that sesetoro held about you as of ${asOf}. The folders json and csv hold the same records for programs and spreadsheets; manifest.json lists every file.`,
    id: `Semua data tentang Anda yang disimpan sesetoro per ${asOf}. Folder json dan csv memuat catatan yang sama untuk program dan lembar sebar; manifest.json memuat daftar semua berkas.`,
  };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escapeHtml(title.en)}</title><style>${style}</style></head><body><h1>${both(title)}</h1><p>${escapeHtml(lead.en)}</p><p lang="id">${escapeHtml(lead.id)}</p>`;
}

/** The heading of a source with its number of records. */
export function sourceHeading(source: ExportSource, records: number): string {
  const more = {
    en: `${records} records; the first ${shownRecordsMax} are shown here, all are in the files.`,
    id: `${records} catatan; ${shownRecordsMax} yang pertama ditampilkan di sini, semuanya ada di berkas.`,
  };
  const few = { en: `${records} records.`, id: `${records} catatan.` };
  return `<h2>${both(sourceOf(source).title)}</h2><p>${both(records > shownRecordsMax ? more : few)}</p>`;
}

const labelOf = (name: string): string => {
  const words = exportedFields[name as FieldName]?.label ?? structural[name];
  return words === undefined ? escapeHtml(name) : both(words);
};

/** One record. */
export function recordSection(record: ExportRecord): string {
  const entries = Object.entries(record).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `<dt>${labelOf(name)}</dt><dd>${escapeHtml(text)}</dd>`;
  });
  return `<details open><summary>${typeof record['record'] === 'string' ? escapeHtml(record['record']) : ''}</summary><dl>${entries.join('')}</dl></details>`;
}

/** The end of the page: what is left out and why. */
export function pageEnd(): string {
  const title = { en: 'What is not in this copy, and why', id: 'Yang tidak ada dalam salinan ini, dan alasannya' };
  const fields = withheldFields.map(({ label, because }) => `<dt>${both(label)}</dt><dd>${escapeHtml(because)}</dd>`);
  const places = Object.entries(excludedHomes).map(
    ([home, because]) => `<dt>${escapeHtml(home)}</dt><dd>${both(because)}</dd>`,
  );
  return `<h2>${both(title)}</h2><dl>${[...fields, ...places].join('')}</dl></body></html>`;
}
