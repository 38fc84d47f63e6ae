import type { FieldName } from '#catalogue/index.ts';
import { homes, type Home } from '#catalogue/homes.ts';
import type { Words } from '#catalogue/words.ts';
import { exportedFields, withheldFields } from './attributes.table.ts';
import type { ExportJob } from './export-job.ts';
import { columnsOf } from './record.ts';
import { excludedHomes, sourceNames, sourceOf } from './sources.ts';

/** A file of the package as the manifest names it. */
export interface PackagedFile {
  path: string;
  /** SHA-256 of the bytes, hex. */
  sha256: string;
  bytes: number;
  recordCount: number;
  description: Words;
}

const isHome = (name: string): name is Home => name in homes;

const legallyWithheld: Words = {
  en: 'What the law forbids to tell about checks against fraud, and names of staff, are left out of the evidence.',
  id: 'Hal yang dilarang hukum untuk diberitahukan tentang pemeriksaan penipuan, dan nama staf, tidak disertakan.',
};

/** What a copy leaves out: fields, whole places, and records that the law withholds; each with the reason. */
function exclusions() {
  const places = Object.entries(excludedHomes).flatMap(([home, because]) =>
    isHome(home) ? [{ place: home, holds: homes[home].holds, because }] : [],
  );
  const fields = withheldFields.map(({ field, label, because }) => ({ field, label, because: { en: because } }));
  return [...fields, ...places, { records: 'evidence', because: legallyWithheld }];
}

/** What every exported field means, where it stands, and how long it is kept. */
function describedFields() {
  return sourceNames.flatMap((source) =>
    columnsOf(source).flatMap((column) => {
      const words = exportedFields[column as FieldName];
      return words === undefined ? [] : [{ source, field: column, label: words.label, kept: words.kept }];
    }),
  );
}

/** The manifest of a package: what is in it, what is not and why. Nothing incomplete gets one. */
export function manifestOf(job: ExportJob, files: readonly PackagedFile[], now: Date) {
  return {
    schemaVersion: 1,
    generator: 'sesetoro',
    exportId: job.exportId,
    exportedAt: now.toISOString(),
    asOf: job.startedAt,
    files,
    fields: describedFields(),
    exclusions: exclusions(),
    failures: [],
  };
}

/** What a source's files hold, in words. */
export const titleOf = (source: (typeof sourceNames)[number]): Words => sourceOf(source).title;
