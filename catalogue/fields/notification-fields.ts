import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const deleted = { action: 'delete' } as const;

/** What sending a mail leaves behind (C35, C69). Addresses and texts are not among it. */
export const notificationFields = {
  mailTokenHash: {
    schema: () => z.string().regex(/^token#[\w-]{43}$/),
    label: { en: 'Single-use link in a mail (hashed)', id: 'Tautan sekali pakai dalam email (ter-hash)' },
    category: 'personal',
    purposes: { 'operate-account': 'contract', security: 'legitimate-interest' },
    retention: 'recovery',
    homes: { notifications: 'pk' },
    cover: 'hashed',
    inLogs: 'never',
    inExport: { included: false, because: 'It opens something of yours and must leave the platform for nobody.' },
    onErasure: deleted,
  },
  mailKind: {
    schema: () => z.string(),
    label: { en: 'What a mail was about', id: 'Perihal email' },
    category: 'personal',
    purposes: { 'account-notices': 'contract', accountability: 'legal-obligation' },
    retention: 'message',
    homes: { notifications: 'type', outbox: 'type' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'plain',
    inExport: { included: true },
    onErasure: deleted,
  },
  mailState: {
    schema: () => z.string(),
    label: { en: 'What became of a mail', id: 'Status pengiriman email' },
    category: 'personal',
    purposes: { 'account-notices': 'contract', accountability: 'legal-obligation' },
    retention: 'message',
    homes: { notifications: 'state' },
    cover: 'plain',
    plainBecause: 'state',
    inLogs: 'plain',
    inExport: { included: true },
    onErasure: deleted,
  },
  mailTime: {
    schema: () => z.iso.datetime(),
    label: { en: 'When a mail was sent', id: 'Waktu pengiriman email' },
    category: 'personal',
    purposes: { 'account-notices': 'contract', accountability: 'legal-obligation' },
    retention: 'message',
    homes: { notifications: 'startedAt', outbox: 'occurredAt' },
    cover: 'plain',
    plainBecause: 'time',
    inLogs: 'never',
    inExport: { included: true },
    onErasure: deleted,
  },
} as const satisfies Record<string, FieldDeclaration>;
