import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const given = { included: true } as const;
const ofConsent = {
  category: 'personal',
  purposes: { accountability: 'legal-obligation' },
  retention: 'contact',
  cover: 'plain',
  inLogs: 'never',
  inExport: given,
  onErasure: { action: 'keep', ground: 'Consent must be provable (UU 27/2022 art. 24; GDPR art. 7(1)).' },
} as const;

/** What the ledger of consents says: never an address, number or name (C39, C60). */
export const consentFields = {
  consentDecision: {
    ...ofConsent,
    schema: () => z.enum(['granted', 'withdrawn']),
    label: { en: 'What you agreed or objected to', id: 'Hal yang Anda setujui atau tolak' },
    homes: { consents: 'decision' },
    plainBecause: 'state',
  },
  consentTime: {
    ...ofConsent,
    schema: () => z.iso.datetime(),
    label: { en: 'When you agreed or objected', id: 'Kapan Anda menyetujui atau menolak' },
    homes: { consents: 'changedAt' },
    plainBecause: 'time',
  },
  consentPurpose: {
    ...ofConsent,
    schema: () => z.enum(['marketing']),
    label: { en: 'The use that you decided about', id: 'Penggunaan yang Anda putuskan' },
    homes: { consents: 'purpose' },
    plainBecause: 'state',
  },
  consentChannel: {
    ...ofConsent,
    schema: () => z.enum(['email', 'sms']),
    label: { en: 'The channel that you decided about', id: 'Saluran yang Anda putuskan' },
    homes: { consents: 'channel' },
    plainBecause: 'method',
  },
  consentSource: {
    ...ofConsent,
    schema: () => z.enum(['privacy-centre', 'unsubscribe-link', 'one-click']),
    label: { en: 'Where you agreed or objected', id: 'Tempat Anda menyetujui atau menolak' },
    homes: { consents: 'source' },
    plainBecause: 'method',
  },
  consentPosition: {
    ...ofConsent,
    schema: () => z.int().positive(),
    label: { en: 'Which of your decisions it was', id: 'Urutan keputusan Anda' },
    homes: { consents: 'position' },
    plainBecause: 'count',
  },
  consentText: {
    ...ofConsent,
    schema: () => z.object({ textHash: z.string(), textVersion: z.int(), language: z.enum(['en', 'id']) }),
    label: { en: 'The text that you agreed to', id: 'Teks yang Anda setujui' },
    homes: { consents: 'shown' },
    plainBecause: 'opaque-id',
  },
} as const satisfies Record<string, FieldDeclaration>;
