import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const anonymised = { action: 'anonymise', how: 'the row names an id whose person can no longer be found' } as const;
const purposes = { accountability: 'legal-obligation', 'regulatory-audit': 'legal-obligation' } as const;

/** Who did what to whose data (C33, C67). Codes, ids and times; never a value. */
export const evidenceFields = {
  auditAction: {
    schema: () => z.string(),
    label: { en: 'What was done in your account', id: 'Tindakan pada akun Anda' },
    category: 'personal',
    purposes,
    retention: 'evidence',
    homes: { evidence: 'action' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: anonymised,
  },
  auditActor: {
    schema: () => z.string(),
    label: { en: 'Who did it', id: 'Siapa yang melakukannya' },
    category: 'personal',
    purposes,
    retention: 'evidence',
    homes: { evidence: 'actorId', 'function-logs': 'actorId' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'plain',
    inExport: { included: true },
    onErasure: anonymised,
  },
  erasureTime: {
    schema: () => z.iso.datetime(),
    label: { en: 'When your data was erased', id: 'Waktu penghapusan data Anda' },
    category: 'personal',
    purposes,
    retention: 'evidence',
    homes: { evidence: 'at', jobs: 'pk' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: { action: 'keep', ground: 'A restored backup must not bring you back.' },
  },
} as const satisfies Record<string, FieldDeclaration>;
