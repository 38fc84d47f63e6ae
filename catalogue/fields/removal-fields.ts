import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const deleted = { action: 'delete' } as const;
const forSecurity = { security: 'legitimate-interest' } as const;
const ofStaff = {
  included: false,
  because: 'It names who of the staff acted; what was decided is told by mail.',
} as const;

/** What a removal of second factors by staff leaves for a week (C28, C38); afterwards only the evidence knows of it. */
export const removalFields = {
  factorRemovalId: {
    schema: () => z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
    label: { en: 'Id of a removal of second factors', id: 'ID penghapusan faktor kedua' },
    category: 'personal',
    purposes: forSecurity,
    retention: 'recovery',
    homes: { activity: 'removalId', evidence: 'pk' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inLogs: 'plain',
    inExport: { included: true },
    onErasure: deleted,
  },
  factorRemovalState: {
    schema: () => z.enum(['open', 'approved', 'declined', 'stopped']),
    label: {
      en: 'What became of a removal of second factors',
      id: 'Hasil penghapusan faktor kedua',
    },
    category: 'personal',
    purposes: forSecurity,
    retention: 'recovery',
    homes: { activity: 'state' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: deleted,
  },
  factorRemovalRequest: {
    schema: () =>
      z.strictObject({
        reason: z.string(),
        caseReference: z.string(),
        proof: z.string(),
        openedAt: z.iso.datetime(),
        openedBy: z.string(),
      }),
    label: {
      en: 'Why staff asked for the removal of second factors, and how you proved who you are',
      id: 'Mengapa staf meminta penghapusan faktor kedua, dan bagaimana Anda membuktikan identitas',
    },
    category: 'personal',
    purposes: forSecurity,
    retention: 'recovery',
    homes: { activity: 'request' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: ofStaff,
    onErasure: deleted,
  },
  factorRemovalDecision: {
    schema: () =>
      z.strictObject({
        decidedAt: z.iso.datetime(),
        decidedBy: z.string().optional(),
        reason: z.string().optional(),
      }),
    label: {
      en: 'Who decided about the removal of second factors, when and why',
      id: 'Siapa yang memutuskan penghapusan faktor kedua, kapan dan mengapa',
    },
    category: 'personal',
    purposes: forSecurity,
    retention: 'recovery',
    homes: { activity: 'decision' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'never',
    inExport: ofStaff,
    onErasure: deleted,
  },
} as const satisfies Record<string, FieldDeclaration>;
