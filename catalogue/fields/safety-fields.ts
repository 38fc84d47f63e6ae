import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

/** What protects an account while somebody else may be in it (C37, C38). */
export const safetyFields = {
  withdrawalHold: {
    schema: () => z.iso.datetime(),
    label: { en: 'Until when no withdrawal leaves', id: 'Sampai kapan penarikan ditahan' },
    category: 'personal',
    purposes: { security: 'legitimate-interest', 'fraud-prevention': 'legitimate-interest' },
    retention: 'contact',
    homes: { players: 'withdrawalsHeldUntil' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: { action: 'anonymise', how: 'the row names an id whose person can no longer be found' },
  },
  withdrawalFreeze: {
    schema: () => z.iso.datetime(),
    label: { en: 'Since when withdrawals are stopped', id: 'Sejak kapan penarikan dihentikan' },
    category: 'personal',
    purposes: { security: 'legitimate-interest', 'fraud-prevention': 'legitimate-interest' },
    retention: 'contact',
    homes: { players: 'withdrawalsFrozenAt' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: { action: 'anonymise', how: 'the row names an id whose person can no longer be found' },
  },
} as const satisfies Record<string, FieldDeclaration>;
