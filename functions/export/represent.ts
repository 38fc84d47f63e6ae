import type { ExportJob } from '#domain/export/export-job.ts';

/** A copy as its player sees it. */
export function represent(job: ExportJob) {
  const { exportId, state, startedAt, readyAt, destroyAt, packageBytes, packageHash } = job;
  const sources = Object.values(job.sources);
  return {
    exportId,
    state,
    startedAt,
    sourcesDone: sources.filter((source) => source.state === 'done' || source.state === 'empty').length,
    sourcesTotal: sources.length,
    records: sources.reduce((sum, { records }) => sum + records, 0),
    readyAt,
    destroyAt,
    packageBytes,
    packageHash,
  };
}
