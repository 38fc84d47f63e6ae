import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const described = {
  category: 'personal',
  purposes: { 'operate-account': 'contract', accountability: 'legal-obligation' },
  inLogs: 'never',
  inExport: { included: true },
  onErasure: { action: 'delete' },
} as const;
const time = {
  ...described,
  schema: () => z.iso.datetime(),
  retention: 'export-record',
  cover: 'plain',
  plainBecause: 'time',
} as const;

/** What a copy of one's data leaves behind, and the copy itself (C57, C75). */
export const exportFields = {
  exportId: {
    ...described,
    schema: () => z.string().regex(/^[0-9a-z]{26}$/),
    label: { en: 'Id of a copy of your data', id: 'ID salinan data Anda' },
    retention: 'export-record',
    homes: { jobs: 'exportId', exports: 'key' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'plain',
  },
  exportTime: {
    ...time,
    label: { en: 'When you asked for a copy of your data', id: 'Waktu Anda meminta salinan data' },
    homes: { jobs: 'startedAt' },
  },
  exportState: {
    ...described,
    schema: () => z.string(),
    label: { en: 'What became of a copy of your data', id: 'Status salinan data Anda' },
    retention: 'export-record',
    homes: { jobs: 'state' },
    cover: 'plain',
    plainBecause: 'state',
  },
  exportReadyTime: {
    ...time,
    label: { en: 'When a copy of your data was ready', id: 'Waktu salinan data Anda siap' },
    homes: { jobs: 'readyAt' },
  },
  exportDestructionTime: {
    ...time,
    label: { en: 'When a copy of your data is destroyed', id: 'Waktu salinan data Anda dimusnahkan' },
    homes: { jobs: 'destroyAt' },
  },
  exportDownloadTime: {
    ...time,
    label: { en: 'When you downloaded a copy of your data', id: 'Waktu Anda mengunduh salinan data' },
    homes: { jobs: 'downloadedAt' },
  },
  exportPackage: {
    ...described,
    schema: () => z.instanceof(Uint8Array),
    label: { en: 'A copy of your data', id: 'Salinan data Anda' },
    retention: 'export-package',
    homes: { exports: 'body' },
    cover: 'encrypted-object',
    keyClass: 'contact',
    inExport: { included: false, because: 'It is this copy itself, or an earlier one of the same data.' },
  },
} as const satisfies Record<string, FieldDeclaration>;
