import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const given = { included: true } as const;
const deleted = { action: 'delete' } as const;
const ofAccount = { 'operate-account': 'contract', security: 'legitimate-interest' } as const;

/** What changing the address of an account leaves until it can no longer be undone (C38). */
export const recoveryFields = {
  newEmail: {
    schema: () => z.email().max(254),
    label: { en: 'E-mail address that you asked to change to', id: 'Alamat email baru yang Anda minta' },
    category: 'personal',
    purposes: ofAccount,
    retention: 'recovery',
    homes: { players: 'newEmail' },
    cover: 'sealed',
    keyClass: 'contact',
    inLogs: 'never',
    inExport: given,
    onErasure: deleted,
  },
  previousEmail: {
    schema: () => z.email().max(254),
    label: { en: 'E-mail address before a change', id: 'Alamat email sebelum perubahan' },
    category: 'personal',
    purposes: ofAccount,
    retention: 'recovery',
    homes: { players: 'previousEmail' },
    cover: 'sealed',
    keyClass: 'contact',
    inLogs: 'never',
    inExport: given,
    onErasure: deleted,
  },
  emailChangeRequestTime: {
    schema: () => z.iso.datetime(),
    label: { en: 'When you asked for another e-mail address', id: 'Kapan Anda meminta perubahan alamat email' },
    category: 'personal',
    purposes: ofAccount,
    retention: 'recovery',
    homes: { players: 'askedAt' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: given,
    onErasure: deleted,
  },
  emailChangeTime: {
    schema: () => z.iso.datetime(),
    label: { en: 'When your e-mail address was changed', id: 'Kapan alamat email Anda diubah' },
    category: 'personal',
    purposes: ofAccount,
    retention: 'recovery',
    homes: { players: 'confirmedAt' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: given,
    onErasure: deleted,
  },
} as const satisfies Record<string, FieldDeclaration>;
